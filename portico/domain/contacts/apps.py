from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "portico.domain.contacts"
    label = "contacts"
