from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "portico.domain.directory"
    label = "directory"
