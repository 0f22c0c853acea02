from django.apps import AppConfig


class LimitsConfig(AppConfig):
    name = "portico.core.limits"
    label = "limits"
