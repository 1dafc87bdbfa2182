from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig

# Parts of CKEditor that no toolbar of ours calls: half of its files, and the plugins with known holes among them.
UNUSED_PLUGINS = (
    "about adobeair ajax autoembed bbcode codesnippet codesnippetgeshi devtools docprops embed embedbase embedsemantic "
    "exportpdf flash forms iframe iframedialog image2 language mathjax placeholder preview scayt smiley sourcedialog "
    "templates uicolor uploadimage uploadwidget wsc"
).split()


class CcsisConfig(AppConfig):
    name = "ccsis"
    verbose_name = "Site"
    default = True

    def ready(self):
        from ccsis import checks  # noqa: F401 - importing registers them


class CollectedFiles(StaticFilesConfig):
    """What `collectstatic` leaves where it lies."""

    default = False
    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        *(f"ckeditor/ckeditor/plugins/{name}/*" for name in UNUSED_PLUGINS),
        "ckeditor/ckeditor/adapters/*",
        "ckeditor/ckeditor/*.md",
        "ckeditor/galleriffic/*",
    ]
