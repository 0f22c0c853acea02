"""Addresses of the Site page and its sections."""

from django.urls import path

from portico.interfaces.office.site import page, saving, topics

urlpatterns = [
    path("site/", page.site, name="office_site"),
    path("site/look/", saving.save_look, name="office_site_look"),
    path("site/seller/", saving.save_seller, name="office_site_seller"),
    path("site/receipts/", saving.save_receipts, name="office_site_receipts"),
    path("site/pages/", saving.save_pages, name="office_site_pages"),
    path("site/signing-in/", saving.save_signing_in, name="office_site_signing_in"),
    path("site/user-menu/", page.remove_user_menu, name="office_site_user_menu"),
    path("site/topics/", topics.add, name="office_site_topics"),
    path("site/topics/<uuid:topic_id>/", topics.edit, name="office_site_topic"),
    path("site/topics/<uuid:topic_id>/archive/", topics.archive, name="office_site_topic_archive"),
    path("site/topics/<uuid:topic_id>/return/", topics.bring_back, name="office_site_topic_bring_back"),
    path("site/topics/<uuid:topic_id>/place/", topics.move, name="office_site_topic_move"),
]
