from django.apps import AppConfig


class QueueConfig(AppConfig):
    name = "portico.core.queue"
    label = "queue"
