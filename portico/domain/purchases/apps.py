from django.apps import AppConfig


class PurchasesConfig(AppConfig):
    name = "portico.domain.purchases"
    label = "purchases"
