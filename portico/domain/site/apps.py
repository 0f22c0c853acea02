from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "portico.domain.site"
    label = "site"
