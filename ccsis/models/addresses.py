"""Old addresses, and those that readers look for in vain."""

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RedirectManager(models.Manager):
    def leave(self, old, new):
        """From now on `old` leads to `new`, in one step: what led to `old` is turned, and no loop remains."""
        if old == new:
            return None
        with transaction.atomic():
            self.filter(old_path=new).delete()  # `new` is an address in use again
            self.turn(old, new)
            return self.update_or_create(old_path=old, defaults={"new_path": new})[0]

    def leave_missing(self, pairs):
        """Old addresses lead to new ones where nobody has said yet where they lead. Takes {old: new}."""
        known = set(self.filter(old_path__in=pairs).values_list("old_path", flat=True))
        missing = {old: new for old, new in pairs.items() if old not in known and old != new}
        for old in set(self.filter(new_path__in=missing).values_list("new_path", flat=True)):
            self.turn(old, missing[old])
        self.bulk_create([self.model(old_path=old, new_path=new) for old, new in missing.items()])

    @transaction.atomic
    def take_over(self, pairs):
        """Old addresses lead to new ones from now on, wherever they led before. Takes {old: new} without chains."""
        known = {row.old_path: row for row in self.filter(old_path__in=pairs)}
        for old, row in known.items():
            row.new_path = pairs[old]
        self.bulk_update(known.values(), ["new_path"], batch_size=500)
        fresh = [self.model(old_path=old, new_path=new) for old, new in pairs.items() if old not in known]
        self.bulk_create(fresh, batch_size=500)
        for old in set(self.filter(new_path__in=pairs).values_list("new_path", flat=True)):
            self.turn(old, pairs[old])

    def turn(self, old, new):
        """What led to `old` leads to `new`; what would lead to itself goes."""
        self.filter(new_path=old, old_path=new).delete()
        self.filter(new_path=old).update(new_path=new)


class Redirect(models.Model):
    """An address that readers may still hold, and where its page stands now. Asked only where nothing is found."""

    old_path = models.CharField(
        _("old address"),
        max_length=500,
        unique=True,
        help_text=_(
            "Begins with /, without the name of the site: /2021/03/the-pass/ in any script. Of a WordPress site also "
            "/?p=123 and /?cat=4; what else stands in a query does not matter."
        ),
    )
    new_path = models.CharField(
        _("new address"),
        max_length=500,
        db_index=True,
        help_text=_(
            "Begins with /, a page of this site. Only who has the right to may let an address lead to another site: "
            "then it begins with https://."
        ),
    )
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    objects = RedirectManager()

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["old_path"]
        permissions = [("redirect_elsewhere", "Can let an old address lead to another site")]
        constraints = [
            # A second slash, in either direction, would make it the address of another host without saying so.
            models.CheckConstraint(
                condition=Q(old_path__startswith="/")
                & (
                    Q(new_path__startswith="https://")
                    | (
                        Q(new_path__startswith="/")
                        & ~Q(new_path__startswith="//")
                        & ~Q(new_path__startswith="/\\")
                    )
                ),
                name="redirect_says_where_it_leads",
                violation_error_message=_("Write both addresses from the first / on, like /analyses/the-pass/."),
            ),
            models.CheckConstraint(
                condition=~Q(old_path=F("new_path")),
                name="redirect_leads_elsewhere",
                violation_error_message=_("This would lead back to itself."),
            ),
        ]

    def __str__(self):
        return f"{self.old_path} → {self.new_path}"


class MissingAddress(models.Model):
    """An address that readers asked for and that was not there: counted, so that staff can say where it leads.

    Only ccsis.missing writes here. It holds no query, no name and no network: nobody can be told by it.
    """

    path = models.CharField(_("address"), max_length=300, unique=True)
    count = models.PositiveIntegerField(_("asked for"), default=1)
    referrer = models.CharField(_("last link from"), max_length=100, blank=True)
    first_seen_at = models.DateTimeField(_("first"))
    last_seen_at = models.DateTimeField(_("last"))
    is_ignored = models.BooleanField(_("ignored"), default=False)

    class Meta:
        verbose_name = _("missing address")
        verbose_name_plural = _("missing addresses")
        ordering = ["-count", "-last_seen_at", "path"]
        default_permissions = ("view", "change", "delete")

    def __str__(self):
        return self.path
