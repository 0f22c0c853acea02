"""The address in the mails of topics."""

from django.urls import path

from portico.interfaces.portal.unsubscribe.views import unsubscribe

urlpatterns = [path("unsubscribe/<str:token>/", unsubscribe, name="unsubscribe")]
