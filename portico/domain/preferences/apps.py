from django.apps import AppConfig


class PreferencesConfig(AppConfig):
    name = "portico.domain.preferences"
    label = "preferences"
