from django.apps import AppConfig


class CcsisConfig(AppConfig):
    name = "ccsis"
    verbose_name = "Site"

    def ready(self):
        from ccsis import checks  # noqa: F401 - importing registers them
