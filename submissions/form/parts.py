"""The fields of the form as the page groups them."""

from submissions.form import coauthors, consents, questions, scenario

PERSON = (
    *("full_name", "native_name", "position", "affiliation", "email", "phone"),
    *("credit_choice", "pseudonym", "interests"),
)


class Parts:
    """For SubmissionForm: its fields in groups."""

    def scenario_part(self):
        """The fields of the scenario, each as a list; low and high, which stand side by side, are one list."""
        names = [name for name in scenario.NAMES if name != "high"]
        return [[self["low"], self["high"]] if name == "low" else [self[name]] for name in names]

    def own_questions(self):
        return [self[questions.name_of(each)] for each in self.questions if not each.is_personal]

    def personal_questions(self):
        return [self[questions.name_of(each)] for each in self.questions if each.is_personal]

    def about_you(self):
        """The fields about the person up to the credit."""
        return [self[name] for name in PERSON[:6] if name in self.fields]

    def coauthor_sets(self):
        """(number, its fields) of each co-author."""
        for number in range(1, self.coauthor_count + 1):
            yield number, [self[coauthors.name_of(number, part)] for part in coauthors.PARTS]

    def next_coauthor(self):
        """The id of the first field of one more set, or nothing where there are enough."""
        name = coauthors.name_of(self.coauthor_count + 1, "full_name")
        return f"id_{name}" if self.coauthor_count < coauthors.MOST else ""

    def ticks(self):
        return [self[name] for name in consents.TICKS if name in self.fields]
