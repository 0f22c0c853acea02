from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portico.interfaces.portal"
    label = "portal"
