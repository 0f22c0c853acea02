from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "portico.core.history"
    label = "history"
