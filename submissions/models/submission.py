import hashlib
import secrets
from copy import copy
from datetime import UTC, datetime
from statistics import median

from django.conf import settings
from django.db import models
from django.db.models import Case, DateTimeField, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ccsis.fields import HtmlField
from ccsis.records import AppendOnlyModel
from ccsis.scripts import LANGUAGE_NAMES, direction, fold
from submissions.models.call import Call

REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is mistaken for another


class State(models.TextChoices):
    """Where a submission stands. A fact with a date (confirmed, erased) is not a state."""

    DRAFT = "draft", _("draft")
    UNCONFIRMED = "unconfirmed", _("unconfirmed")
    QUARANTINED = "quarantined", _("quarantined")
    SUBMITTED = "submitted", _("submitted")
    IN_REVIEW = "in_review", _("in review")
    ON_HOLD = "on_hold", _("on hold")
    CHANGES_REQUESTED = "changes_requested", _("changes requested")
    ACCEPTED = "accepted", _("accepted")
    PROOF = "proof", _("proof")
    PUBLISHED = "published", _("published")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    EXPIRED = "expired", _("expired")
    RETRACTED = "retracted", _("retracted")


# What the contributor is told; the state itself is ours.
PUBLIC_LABELS = {
    State.DRAFT: _("Draft, not sent"),
    State.UNCONFIRMED: _("Check your e-mail"),
    State.QUARANTINED: _("Received"),
    State.SUBMITTED: _("Received"),
    State.IN_REVIEW: _("Being read"),
    State.ON_HOLD: _("Being considered further"),
    State.CHANGES_REQUESTED: _("We asked you for changes"),
    State.ACCEPTED: _("Accepted, being edited"),
    State.PROOF: _("Waiting for your approval of the final text"),
    State.PUBLISHED: _("Published"),
    State.DECLINED: _("Not selected"),
    State.WITHDRAWN: _("Withdrawn"),
    State.EXPIRED: _("Expired"),
    State.RETRACTED: _("Removed from the site"),
}
OUR_TURN = (State.SUBMITTED, State.IN_REVIEW, State.ACCEPTED, State.QUARANTINED)
THEIR_TURN = (State.DRAFT, State.UNCONFIRMED, State.CHANGES_REQUESTED, State.PROOF)
QUARANTINE_FROM = 100  # points, see submissions.form.intake
# Where a contributor may still change what was sent, until the call closes.
EDITABLE = (State.UNCONFIRMED, State.QUARANTINED, State.SUBMITTED, State.IN_REVIEW, State.ON_HOLD)
# What happens beside a decision: it can still be undone after these.
BESIDE_A_DECISION = ("revise", "stand_aside", "come_back")
PROMISED = (State.SUBMITTED, State.IN_REVIEW, State.ON_HOLD)  # an answer is owed while it stands here
# Where it lies on the desk. Drafts, unproven addresses and what was erased lie nowhere.
PILES = {
    "ours": (State.SUBMITTED, State.IN_REVIEW),
    "theirs": (State.CHANGES_REQUESTED, State.PROOF),
    "hold": (State.ON_HOLD,),
    "accepted": (State.ACCEPTED,),
    "quarantined": (State.QUARANTINED,),
    "published": (State.PUBLISHED, State.RETRACTED),
    "closed": (State.DECLINED, State.WITHDRAWN, State.EXPIRED),
}
NEVER = datetime(9000, 1, 1, tzinfo=UTC)  # sorts what has no date behind everything that has one
TITLE_KEY = 100  # letters of a folded title by which it is sorted
IN_THE_QUEUE = (State.SUBMITTED, State.IN_REVIEW, State.ON_HOLD, State.CHANGES_REQUESTED, State.ACCEPTED, State.PROOF)


def new_reference():
    """A short name for letters and telephone calls. It is no secret and grants nothing."""
    letters = "".join(secrets.choice(REFERENCE_LETTERS) for _n in range(8))
    return f"SIM-{letters[:4]}-{letters[4:]}"


class SubmissionQuerySet(models.QuerySet):
    def waiting(self):
        """What is in the queue, longest waiting first."""
        return self.filter(state__in=IN_THE_QUEUE).order_by("state_since", "id")

    def seen_by_staff(self):
        """Everything but drafts and unproven addresses, which are nobody's business yet."""
        return self.exclude(state__in=(State.DRAFT, State.UNCONFIRMED)).filter(erased_at=None)

    def usual_days(self):
        """The middle of the days from receipt to decision of the last twenty, or None where there are fewer than
        five: too few to promise anything by."""
        last = self.filter(decided_at__isnull=False, confirmed_at__isnull=False).order_by("-decided_at")
        spans = [(decided - came).days for came, decided in last.values_list("confirmed_at", "decided_at")[:20]]
        return round(median(spans)) if len(spans) >= 5 else None


class Submission(models.Model):
    """A simulation that a reader sent, and where it stands. Only submissions.moves changes its state."""

    reference = models.CharField(_("reference"), max_length=13, unique=True, default=new_reference, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("call"))
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    revision = models.ForeignKey("Revision", on_delete=models.PROTECT, null=True, related_name="+")
    language = models.CharField(_("language"), max_length=10, choices=list(LANGUAGE_NAMES.items()), default="en")
    # Of the form that sent it: one form, one submission. Those that came without a form have none.
    nonce = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - many may have none
    state_since = models.DateTimeField(_("since"), default=timezone.now)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    promised_at = models.DateTimeField(_("answer promised until"), null=True, blank=True)  # as the call said that day
    confirmed_at = models.DateTimeField(_("address confirmed"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)
    spam_score = models.PositiveSmallIntegerField(_("points against it"), default=0)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("claimed by")
    )
    claimed_until = models.DateTimeField(_("claimed until"), null=True)
    first_key_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    first_key_revision = models.ForeignKey("Revision", on_delete=models.SET_NULL, null=True, related_name="+")
    # While a decision can still be undone: where it stood before, which is all that its contributor knows.
    held_from = models.CharField(max_length=20, blank=True)
    held_until = models.DateTimeField(null=True)
    compared_revision = models.BigIntegerField(null=True)  # the id of the text that submissions.similar looked at last
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True)
    article = models.OneToOneField("articles.Article", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    title_key = models.CharField(max_length=TITLE_KEY, blank=True, editable=False)  # see submissions.searching
    # The database works these out of the columns above, so that the queue can be paged and sorted by an index.
    pile = models.GeneratedField(
        expression=Case(
            When(erased_at__isnull=False, then=Value("")),
            *(
                When(state__in=[str(state.value) for state in states], then=Value(name))
                for name, states in PILES.items()
            ),
            default=Value(""),
        ),
        output_field=models.CharField(max_length=12),
        db_persist=True,
    )
    received_at = models.GeneratedField(
        expression=Coalesce("confirmed_at", "created_at"), output_field=DateTimeField(), db_persist=True
    )
    expected_at = models.GeneratedField(
        expression=Coalesce(
            F("due_at"),
            Case(When(state__in=[str(state.value) for state in PROMISED], then=F("promised_at"))),
            Value(NEVER, output_field=DateTimeField()),
        ),
        output_field=DateTimeField(),
        db_persist=True,
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-created_at", "-id"]
        permissions = [
            ("view_queue", "Can read the queue"),
            ("decide", "Can decide on submissions"),
            ("reopen", "Can reopen a decision"),
            ("view_contact", "Can see contact data"),
            ("erase", "Can erase a contributor's data"),
        ]
        constraints = [models.CheckConstraint(condition=Q(state__in=State.values), name="submission_state_is_known")]
        indexes = [
            models.Index(fields=["state", "state_since", "id"], name="submission_queue"),
            # One for each order of the queue, in one pile and in all
            models.Index(fields=["pile", "state_since", "id"], name="pile_by_waiting"),
            models.Index(fields=["pile", "received_at", "id"], name="pile_by_receipt"),
            models.Index(fields=["pile", "expected_at", "id"], name="pile_by_due"),
            models.Index(fields=["pile", "title_key", "id"], name="pile_by_title"),
            models.Index(fields=["state_since", "id"], name="queue_by_waiting"),
            models.Index(fields=["received_at", "id"], name="queue_by_receipt"),
            models.Index(fields=["expected_at", "id"], name="queue_by_due"),
            models.Index(fields=["title_key", "id"], name="queue_by_title"),
            models.Index(fields=["decided_at", "id"], name="queue_by_decision"),
            models.Index(fields=["call", "pile", "state_since", "id"], name="call_by_waiting"),
        ]

    def __str__(self):
        return self.reference

    @property
    def title(self):
        return self.revision.title if self.revision else ""

    @property
    def shown_state(self):
        """The state as its contributor may know it: nothing of a quarantine, and of a decision only once it stands."""
        state = self.held_from if self.is_held() else self.state
        if state == State.QUARANTINED:
            return State.SUBMITTED if self.is_confirmed else State.UNCONFIRMED
        return State(state)

    def as_shown(self, now=None):
        """The same as it stood before a decision that can still be undone, so that nothing tells of that."""
        seen = copy(self)
        if self.is_held(now):
            seen.state = self.held_from
        return seen

    @property
    def public_label(self):
        return PUBLIC_LABELS[self.shown_state]

    def is_held(self, now=None):
        """Whether the last decision can still be undone and nobody outside knows of it."""
        return self.held_until is not None and (now or timezone.now()) < self.held_until

    def held_version(self, now=None):
        """The number of the decision that can still be undone, or None. It need not be what happened last."""
        if not self.is_held(now):
            return None
        decided = self.events.exclude(action__in=BESIDE_A_DECISION).order_by("-version")
        return decided.values_list("version", flat=True).first()

    @property
    def holder(self):
        """The member of staff who has claimed it, or None: a claim runs out by itself."""
        is_claimed = self.claimed_until is not None and timezone.now() < self.claimed_until
        return self.claimed_by if is_claimed else None

    def told_events(self, now=None):
        """The events that the contributor may know of, in their order: no decision that can still be undone, and none
        that was."""
        events = list(self.events.order_by("version"))
        hidden = {event.details.get("undoes") for event in events if event.action == "undo"}
        hidden.add(self.held_version(now))
        return [event for event in events if event.action != "undo" and event.version not in hidden]

    @property
    def looks_like_spam(self):
        return self.spam_score >= QUARANTINE_FROM

    @property
    def is_confirmed(self):
        return self.confirmed_at is not None

    @property
    def is_unconfirmed(self):
        return self.confirmed_at is None

    def can_be_edited(self, now=None):
        """Whether the contributor may change the text: until the call closes, and always when asked for changes."""
        if self.state == State.CHANGES_REQUESTED:
            return True
        return self.state in EDITABLE and self.call.takes_forms_opened_earlier(now)

    @property
    def turn(self):
        """Whose move is next: `ours`, `theirs` or `nobody`."""
        if self.state in OUR_TURN:
            return "ours"
        return "theirs" if self.state in THEIR_TURN else "nobody"

    @property
    def due(self):
        """Until when somebody has to move: the date that was set, else the promised answer while one is owed."""
        return self.due_at or (self.promised_at if self.state in PROMISED else None)

    def is_overdue(self, now=None):
        """Whether that day is over; of a hold, too."""
        return self.due is not None and self.due < (now or timezone.now())

    def is_held_too_long(self, now=None):
        """Whether the day is over until which it was put on hold."""
        return self.state == State.ON_HOLD and self.due_at is not None and self.is_overdue(now)

    @property
    def direction(self):
        return direction(self.language)

    def days_in_state(self, now=None):
        return ((now or timezone.now()) - self.state_since).days


class Revision(AppendOnlyModel):
    """The text as it came: CommonMark as written, and the HTML and plain words made of it."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="revisions")
    n = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=250)
    source = models.TextField(_("text as written"))
    html = HtmlField(_("text"))
    notes = models.JSONField(default=list)
    words = models.PositiveIntegerField(_("words"))
    fingerprint = models.CharField(max_length=64, db_index=True, editable=False, default="")  # of its words
    scenario = models.JSONField(default=dict, blank=True)  # see submissions.scenario; what was left empty is not there
    answers = models.JSONField(default=dict, blank=True)  # to the call's own questions, by key; none that are personal
    by_contributor = models.BooleanField(default=True)
    created_at = models.DateTimeField(_("saved"), default=timezone.now)

    class Meta:
        ordering = ["-n"]
        constraints = [models.UniqueConstraint(fields=["submission", "n"], name="one_text_per_number")]

    def __str__(self):
        return f"{self.title} · {self.n}"


def fingerprint(words):
    """What equal texts have in common, whatever their case, marks and blanks: SHA-256 of the folded words."""
    return hashlib.sha256(fold(words).encode()).hexdigest()
