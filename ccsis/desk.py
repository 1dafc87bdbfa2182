"""The admin site of the house: Django's own, with its parts in the order in which staff need them."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _

APPS = ["articles", "submissions", "ccsis", "auth"]
LAST = 1000


class Desk(AdminSite):
    """Sorts by APPS, and inside an app by the `desk_place` of each admin class."""

    site_header = site_title = _("CCSIS desk")
    index_title = _("The desk")
    enable_nav_sidebar = False  # lists and the editor need the width; the way home stands above every page

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda row: (self._place(row["model"]), str(row["name"])))
        return sorted(apps, key=lambda app: APPS.index(app["app_label"]) if app["app_label"] in APPS else LAST)

    def _place(self, model):
        return getattr(self._registry[model], "desk_place", LAST)
