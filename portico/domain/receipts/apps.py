from django.apps import AppConfig


class ReceiptsConfig(AppConfig):
    name = "portico.domain.receipts"
    label = "receipts"
