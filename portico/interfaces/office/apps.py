from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "portico.interfaces.office"
    label = "office"
