"""The one Django app."""

from django.apps import AppConfig


class StorageConfig(AppConfig):
    name = "mentorpanel.storage"
    label = "storage"
    default_auto_field = "django.db.models.BigAutoField"
