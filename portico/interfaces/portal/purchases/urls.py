"""Addresses of library, purchases and receipts."""

from django.urls import path

from portico.interfaces.portal.purchases import covers, history, library, receipts, year

urlpatterns = [
    path("library/", library.library, name="library"),
    path("covers/<str:name>", covers.cover, name="cover"),
    path("purchases/", history.purchases, name="purchases"),
    path("receipts/year/", year.receipts_of_year, name="receipts_of_year"),
    path("receipts/<uuid:receipt_id>/", receipts.receipt, name="receipt"),
    path("receipts/<uuid:receipt_id>.pdf", receipts.receipt_pdf, name="receipt_pdf"),
    path("receipts/<uuid:receipt_id>/versions/<int:number>/", receipts.receipt, name="receipt_version"),
    path(
        "receipts/<uuid:receipt_id>/versions/<int:number>.pdf",
        receipts.receipt_pdf,
        name="receipt_version_pdf",
    ),
]
