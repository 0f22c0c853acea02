from django.apps import AppConfig


class TeamConfig(AppConfig):
    name = "portico.domain.team"
    label = "team"
