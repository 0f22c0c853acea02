from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "portico.domain.communities"
    label = "communities"
