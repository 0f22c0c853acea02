from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "portico.core.mail"
    label = "mail"
