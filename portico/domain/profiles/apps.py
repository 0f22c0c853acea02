from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "portico.domain.profiles"
    label = "profiles"
