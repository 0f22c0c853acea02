from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "portico.domain.catalog"
    label = "catalog"
