"""Addresses of the Site page and its sections."""

from django.urls import path

from portico.interfaces.office.site import page, saving

urlpatterns = [
    path("site/", page.site, name="office_site"),
    path("site/look/", saving.save_look, name="office_site_look"),
    path("site/seller/", saving.save_seller, name="office_site_seller"),
    path("site/receipts/", saving.save_receipts, name="office_site_receipts"),
    path("site/pages/", saving.save_pages, name="office_site_pages"),
    path("site/user-menu/", page.remove_user_menu, name="office_site_user_menu"),
]
