from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from submissions.models.submission import Submission


class CreditChoice(models.TextChoices):
    """How somebody wants to be named beside the text."""

    FULL = "full", _("With my name, title and affiliation")
    NAME = "name", _("With my name alone")
    PSEUDONYM = "pseudonym", _("With a pseudonym")
    WITHHELD = "withheld", _("Name withheld")


class Named(models.Model):
    """Somebody who wrote, and how they want to be named."""

    full_name = models.CharField(_("full name"), max_length=200)
    native_name = models.CharField(_("name in its own script"), max_length=200, blank=True)
    title = models.CharField(_("title"), max_length=120, blank=True)
    affiliation = models.CharField(_("affiliation"), max_length=120, blank=True)
    credit_choice = models.CharField(
        _("credit"), max_length=10, choices=CreditChoice.choices, default=CreditChoice.FULL
    )
    pseudonym = models.CharField(_("pseudonym"), max_length=120, blank=True)

    class Meta:
        abstract = True

    @property
    def has_open_name(self):
        """Whether the person may be called by name where readers, and colleagues without the right, can see it."""
        return self.credit_choice in (CreditChoice.FULL, CreditChoice.NAME)

    @property
    def credit_name(self):
        """The name that is printed."""
        if self.has_open_name:
            return self.full_name
        return self.pseudonym if self.credit_choice == CreditChoice.PSEUDONYM else str(_("Name withheld"))

    @property
    def credit_native_name(self):
        return self.native_name if self.has_open_name else ""

    @property
    def credit_title(self):
        """The title as it is printed beside the name: none that could give away who hides it."""
        if self.credit_choice != CreditChoice.FULL:
            return ""
        return ", ".join(part for part in (self.title, self.affiliation) if part)


class Contributor(Named):
    """Who sent it. Personal data stands in this table and CoAuthor only; contact needs submissions.view_contact."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="contributor")
    email = models.EmailField(_("e-mail address"))
    email_folded = models.EmailField(db_index=True, editable=False)
    mailbox = models.EmailField(db_index=True, editable=False, default="")
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    interests = models.CharField(_("interests"), max_length=300, blank=True)
    uses_ai = models.BooleanField(_("a language model wrote or rewrote parts of it"), default=False)
    ai_use = models.CharField(_("what a language model did"), max_length=300, blank=True)
    answers = models.JSONField(default=dict, blank=True)  # to the call's questions that ask for personal data
    contact_words = models.TextField(blank=True, default="", editable=False)  # see submissions.searching
    created_at = models.DateTimeField(default=timezone.now)

    CONTACT_FIELDS = ("email", "email_folded", "mailbox", "phone", "answers", "contact_words")

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")

    def __str__(self):
        return self.credit_name

    def save(self, *args, **kwargs):
        self.email_folded = self.email.strip().lower()
        self.mailbox = mailbox_of(self.email)
        super().save(*args, **kwargs)

    @property
    def masked_email(self):
        """The address as its owner knows it again, and nobody else learns it."""
        return masked(self.email)


class CoAuthor(Named):
    """Somebody who wrote along. Named only after agreeing by the own link."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="coauthors")
    position = models.PositiveSmallIntegerField(default=1)
    email = models.EmailField(_("e-mail address"))
    agreed_at = models.DateTimeField(_("agreed"), null=True, blank=True)
    declined_at = models.DateTimeField(_("does not want to be named"), null=True, blank=True)

    class Meta:
        verbose_name = _("co-author")
        verbose_name_plural = _("co-authors")
        ordering = ["position", "id"]

    def __str__(self):
        return self.credit_name

    @property
    def has_answered(self):
        return bool(self.agreed_at or self.declined_at)


def masked(address):
    """An address with its first letter and its host alone: n•••••@example.org."""
    name, at, host = (address or "").rpartition("@")
    return f"{name[:1]}•••••@{host}" if at else ""


def mailbox_of(address):
    """The mailbox of an address, for counting: what stands after a + and dots mostly lead to the same one."""
    name, at, host = (address or "").strip().lower().rpartition("@")
    return f"{name.partition('+')[0].replace('.', '')}@{host}" if at else ""


class Consent(models.Model):
    """What a contributor agreed to, in which wording, and when."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="consents")
    wording = models.CharField(max_length=40)  # the wording's name and number, like publish-1
    text = models.TextField()
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "wording"], name="consent_given_once")]

    def __str__(self):
        return self.wording


class Credit(models.Model):
    """How a contributor is named, frozen when the text was accepted."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="credits")
    position = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=200)
    native_name = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["submission", "position"], name="one_name_per_place")]

    def __str__(self):
        return self.name
