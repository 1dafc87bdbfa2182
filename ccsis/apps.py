from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class CcsisConfig(AppConfig):
    name = "ccsis"
    verbose_name = "Site"

    def ready(self):
        from ccsis import checks  # noqa: F401 - importing registers them


class DeskConfig(admin_apps.AdminConfig):
    """Django's admin with our site in it."""

    default = False
    default_site = "ccsis.desk.Desk"
