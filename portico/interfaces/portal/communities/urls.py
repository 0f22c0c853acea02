"""Addresses of communities, all below /communities/."""

from django.urls import path

from portico.interfaces.portal.communities import moderating, notices, reading, settings, writing

_POST = "<slug:slug>/posts/<uuid:post_id>/"
_COMMENT = "<slug:slug>/comments/<uuid:comment_id>/"

urlpatterns = [
    path("", reading.communities, name="communities"),
    path("<slug:slug>/", reading.community_feed, name="community"),
    path("<slug:slug>/posts/", writing.write_post, name="community_write"),
    path(_POST, reading.post_page, name="community_post"),
    path(_POST + "comments/", writing.write_comment, name="community_comment"),
    path(_POST + "edit/", writing.edit_post, name="community_post_edit"),
    path(_POST + "delete/", writing.delete_post, name="community_post_delete"),
    path(_POST + "moderate/", moderating.moderate_post, name="community_post_moderate"),
    path(_COMMENT + "edit/", writing.edit_comment, name="community_comment_edit"),
    path(_COMMENT + "delete/", writing.delete_comment, name="community_comment_delete"),
    path(_COMMENT + "moderate/", moderating.moderate_comment, name="community_comment_moderate"),
    path("<slug:slug>/people/<uuid:person_id>/", reading.person, name="community_person"),
    path("<slug:slug>/notices/", notices.notices, name="community_notices"),
    path("<slug:slug>/notices/read/", notices.read_all, name="community_notices_read"),
    path("<slug:slug>/notices/<uuid:notice_id>/", notices.open_notice, name="community_notice"),
    path("<slug:slug>/settings/", settings.settings, name="community_settings"),
    path("<slug:slug>/settings/profile/", settings.save_profile, name="community_profile"),
    path("<slug:slug>/settings/picture/", settings.save_picture, name="community_own_picture"),
    path("<slug:slug>/settings/notices/", settings.save_notices, name="community_choices"),
    path("<slug:slug>/pictures/<str:token>-<int:side>.webp", settings.picture, name="community_picture"),
]
