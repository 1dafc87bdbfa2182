"""What must hold while `ckeditor.W001` is silenced: see docs/developers.md."""

from django.conf import settings
from django.core.checks import Error, register


@register()
def editor_is_shut_in(app_configs, **kwargs):
    """CKEditor 4 gets no more fixes, so it runs without its own uploads, without a frame and without calls home."""
    found = []
    if any(app.split(".")[0] == "ckeditor_uploader" for app in settings.INSTALLED_APPS):
        found.append(
            Error(
                "ckeditor_uploader is installed.",
                hint="Its upload address is open to script; pictures go through our own library.",
                id="ccsis.E001",
            )
        )
    for name, config in settings.CKEDITOR_CONFIGS.items():
        found += [
            Error(f"CKEDITOR_CONFIGS[{name!r}]: {sentence}", id=f"ccsis.E{number:03}")
            for number, sentence in enumerate(_what_is_open(config), start=2)
            if sentence
        ]
    return found


def _what_is_open(config):
    """One sentence for each measure that is missing, an empty one where it stands."""
    extra = {plugin.strip() for plugin in config.get("extraPlugins", "").split(",")}
    removed = {plugin.strip() for plugin in config.get("removePlugins", "").split(",")}
    calling_home = {"exportpdf", "scayt", "wsc", "iframe"} - removed
    return [
        "" if "divarea" in extra else "extraPlugins lacks divarea, without which our content policy stops the editor.",
        "" if config.get("allowedContent", True) is not True else "allowedContent is not a list of what is allowed.",
        "" if config.get("versionCheck") is False else "versionCheck is not False, so the editor calls its maker.",
        f"removePlugins lacks {', '.join(sorted(calling_home))}." if calling_home else "",
        "fullPage is on." if config.get("fullPage") else "",
    ]
