from django.apps import AppConfig


class GrantsConfig(AppConfig):
    name = "portico.domain.grants"
    label = "grants"
