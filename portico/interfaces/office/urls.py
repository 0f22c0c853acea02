"""Addresses of the back office, all below /office/."""

from django.urls import path

from portico.interfaces.office import receipts
from portico.interfaces.office.announcements.urls import urlpatterns as announcements
from portico.interfaces.office.communities.urls import urlpatterns as communities
from portico.interfaces.office.contacts import directory_entry, edit, external_id, listing, page
from portico.interfaces.office.site.urls import urlpatterns as site

urlpatterns = [
    path("", listing.office, name="office"),
    path("contacts/", listing.contacts, name="office_contacts"),
    path("contacts/<uuid:contact_id>/", page.contact, name="office_contact"),
    path("contacts/<uuid:contact_id>/details/", edit.details, name="office_contact_details"),
    path("contacts/<uuid:contact_id>/details/fields/", edit.address_fields, name="office_contact_address_fields"),
    path("contacts/<uuid:contact_id>/external-id/", external_id.external_id, name="office_external_id"),
    path(
        "contacts/<uuid:contact_id>/directory-entry/",
        directory_entry.directory_entry,
        name="office_directory_entry",
    ),
    path("receipts/<uuid:receipt_id>/", receipts.receipt, name="office_receipt"),
    path("receipts/<uuid:receipt_id>.pdf", receipts.receipt_pdf, name="office_receipt_pdf"),
    path("receipts/<uuid:receipt_id>/versions/<int:number>/", receipts.receipt, name="office_receipt_version"),
    path(
        "receipts/<uuid:receipt_id>/versions/<int:number>.pdf",
        receipts.receipt_pdf,
        name="office_receipt_version_pdf",
    ),
    *announcements,
    *communities,
    *site,
]
