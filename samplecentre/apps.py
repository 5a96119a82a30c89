"""The sample contact centre as a Django app, so that `manage.py load_sample` is found."""

from django.apps import AppConfig


class SamplecentreConfig(AppConfig):
    name = "samplecentre"
    verbose_name = "Sample contact centre"
