"""The embedded Universal Contact Server as a Django app."""

from django.apps import AppConfig


class ContactserverConfig(AppConfig):
    name = "contactserver"
    verbose_name = "Embedded contact server"
