"""The form of something that was sent: it begins with what we have, and knows whether anything was changed."""

from ccsis.scripts import LANGUAGE_NAMES
from submissions.form import coauthors, consents, questions, scenario
from submissions.form.forms import SubmissionForm

# How the form calls what Contributor calls otherwise; the rest have one name.
OTHERWISE = {"position": "title"}
PERSON = (
    *("full_name", "native_name", "position", "affiliation", "phone", "credit_choice", "pseudonym", "interests"),
    *("uses_ai", "ai_use"),
)


class ChangeForm(SubmissionForm):
    """The form without the address, which is changed on the private page, and without what was agreed to before."""

    def __init__(self, submission, data=None, **kwargs):
        self.submission = submission
        super().__init__(submission.call, data, **kwargs)
        del self.fields["email"]
        self.agreed = list(submission.consents.order_by("pk"))
        agreed = {consent.wording.rpartition("-")[0] for consent in self.agreed}
        for tick, name in consents.TICKS.items():
            if name in agreed:
                del self.fields[tick]

    def _languages(self):
        codes, own = super()._languages(), self.submission.language
        return codes if own in codes or own not in LANGUAGE_NAMES else [own, *codes]

    def answered_coauthors(self):
        """Co-authors whose names are no longer the sender's to change."""
        return [row for row in self.submission.coauthors.all() if row.has_answered]

    def scenario_before(self):
        return self.submission.revision.scenario

    def own_email(self):
        return self.submission.contributor.email

    def contributor(self):
        person = super().contributor()
        del person["email"]
        if "phone" not in self.fields:  # the call no longer asks; what was given stays
            del person["phone"]
        person["answers"] = self._asked_no_more(self.submission.contributor.answers) | person["answers"]
        return person

    def filled(self):
        filled = super().filled()
        filled.answers = self._asked_no_more(self.submission.revision.answers) | filled.answers
        return filled

    def _asked_no_more(self, answers):
        """Answers to questions that the call took back: they were given, and stay."""
        asked = {each.key for each in self.questions}
        return {key: value for key, value in answers.items() if key not in asked}


def as_typed(submission):
    """What was sent, as somebody would type it: initial values of a ChangeForm."""
    revision, person = submission.revision, submission.contributor
    typed = {"title": revision.title, "text": revision.source, "language": submission.language}
    typed |= {name: getattr(person, OTHERWISE.get(name, name)) for name in PERSON}
    typed |= scenario.as_typed(revision.scenario)
    typed |= questions.as_typed(revision.answers) | questions.as_typed(person.answers)
    return typed | coauthors.as_typed(list(submission.coauthors.all()))


def is_as_sent(filled, submission, revision=None):
    """Whether a form holds what we have: in this revision of the text, or the current one."""
    revision, person = revision or submission.revision, submission.contributor
    text = (revision.title, revision.source, revision.scenario, revision.answers, submission.language)
    if text != (filled.title, filled.source, filled.scenario, filled.answers, filled.language):
        return False
    if any(getattr(person, name) != value for name, value in filled.contributor.items()):
        return False
    return _as_named(filled.coauthors, list(submission.coauthors.all()))


def _as_named(written, rows):
    """Whether these are the co-authors that we have. Who answered already is named as that person put it."""
    if len(written) != len(rows):
        return False
    return all(
        fields["email"].lower() == row.email.lower()
        and (row.has_answered or all(getattr(row, name) == value for name, value in fields.items()))
        for fields, row in zip(written, rows, strict=True)
    )
