from django.contrib.staticfiles.management.commands.collectstatic import Command as CollectStatic

# Parts of CKEditor that no toolbar of ours calls: half of its files, and the plugins with known holes among them.
UNUSED_PLUGINS = (
    "about adobeair ajax autoembed bbcode codesnippet codesnippetgeshi devtools docprops embed embedbase embedsemantic "
    "exportpdf flash forms iframe iframedialog image2 language mathjax placeholder preview scayt smiley sourcedialog "
    "templates uicolor uploadimage uploadwidget wsc"
).split()
LEFT = [
    *(f"ckeditor/ckeditor/plugins/{name}/*" for name in UNUSED_PLUGINS),
    "ckeditor/ckeditor/adapters/*",
    "ckeditor/ckeditor/*.md",
    "ckeditor/galleriffic/*",
]


class Command(CollectStatic):
    """Django's, but what the editor does not use is not served at all."""

    def set_options(self, **options):
        super().set_options(**options)
        self.ignore_patterns = [*self.ignore_patterns, *LEFT]
