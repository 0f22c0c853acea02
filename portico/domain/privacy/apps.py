from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "portico.domain.privacy"
    label = "privacy"
