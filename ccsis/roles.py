"""Who may do what: the groups of the house and their permissions. Code asks for the permissions, never for a group."""

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction


def _all(app, *models, may=("view", "add", "change")):
    return {f"{app}.{action}_{model}" for model in models for action in may}


EVERY_ROW = ("view", "add", "change", "delete")

SEES_THE_DESK = (
    _all("articles", "article", "publication", "revision", "correction", "articleevent", "hold", may=["view"])
    | _all("articles", "comment", "assignment", "previewlink", "term", "checkrule", "checkedlink", may=["view"])
    | _all("articles", "namegroup", may=["view"])
    | _all("articles", "person", "topic", "region", "series", "tag", "image", "page", may=["view"])
)
WRITES_OWN = (
    SEES_THE_DESK
    | {"articles.add_article", "articles.change_article", "articles.add_image", "articles.change_image"}
    | _all("articles", "byline", "source", "note", "relatedpick", "document", may=EVERY_ROW)
    | {"articles.add_comment"}
    | {"articles.add_tag"}
)
EDITS_ALL = (
    WRITES_OWN
    | {"articles.change_any_article", "articles.approve_article", "articles.delete_article"}
    | _all("articles", "person", "topic", "region", "series", "tag", "image", "page", may=EVERY_ROW)
    | _all("articles", "namegroup", may=EVERY_ROW)
    | _all("articles", "assignment", "previewlink", "hold")
    | _all("articles", "home", may=["view", "change"])
    | _all("articles", "homepick", "importantpiece", may=EVERY_ROW)
)
PUBLISHES = (
    EDITS_ALL
    | {"articles.publish_article", "articles.retract_article", "articles.edit_source", "articles.import_site"}
    | _all("articles", "correction", "disclaimer")
    | _all("articles", "term", "checkrule", may=EVERY_ROW)
    | _all("ccsis", "sitesettings", may=["view", "change"])
    | _all("ccsis", "redirect", may=EVERY_ROW)
    | _all("ccsis", "missingaddress", may=["view", "change", "delete"])
)
DECIDES = (
    {"submissions.view_queue", "submissions.decide", "submissions.reopen"}
    | _all("submissions", "call")
    | _all("submissions", "question", "cannedreply", may=EVERY_ROW)
)

# What no role holds is left to superusers, of whom there need be none.
ROLES = {
    "author": WRITES_OWN,
    "editor": EDITS_ALL,
    "publisher": PUBLISHES,
    "moderator": DECIDES,
    "reader": {"submissions.view_queue"},
    "privacy": {"submissions.view_queue", "submissions.view_contact", "submissions.erase", "ccsis.view_letter"},
    "admin": (
        _all("ccsis", "user")
        | {"ccsis.assign_roles", "auth.view_group", "ccsis.view_letter", "ccsis.resend_letter"}
        | {"ccsis.view_securityevent"}
        | _all("ccsis", "sitesettings", may=["view", "change"])
        | _all("ccsis", "redirect", may=EVERY_ROW)
        | _all("ccsis", "missingaddress", may=["view", "change", "delete"])
        | {"ccsis.redirect_elsewhere"}
    ),
}

# Who holds one of these enters the desk with a second factor only, where settings.REQUIRE_MFA says so: they decide
# what the world reads, see what contributors trusted us with, or give rights.
ASK_FOR_A_SECOND_FACTOR = (
    "articles.publish_article",
    "articles.retract_article",
    "submissions.view_contact",
    "submissions.erase",
    "ccsis.change_user",
    "ccsis.assign_roles",
)


@transaction.atomic
def ensure_groups():
    """Make the groups and give each exactly its permissions; safe to run again.

    Raises ImproperlyConfigured, naming it, where the database does not know a permission.
    """
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for name, permissions in ROLES.items():
        missing = sorted(permissions - known.keys())
        if missing:
            raise ImproperlyConfigured(f"The role {name} asks for {', '.join(missing)}, which no model declares.")
        group = Group.objects.get_or_create(name=name)[0]
        group.permissions.set([known[permission] for permission in permissions])
