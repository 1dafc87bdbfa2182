from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class CcsisConfig(AppConfig):
    name = "ccsis"
    verbose_name = "Site"
    default = True

    def ready(self):
        from ccsis import checks  # noqa: F401 - importing registers them


class DeskConfig(AdminConfig):
    """Django's admin with our site in it."""

    default = False
    default_site = "ccsis.desk.Desk"
