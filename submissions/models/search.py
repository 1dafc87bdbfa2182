from django.db import models

from submissions.models.submission import Submission


class Searched(models.Model):
    """The words by which the desk finds a submission, folded, each once. Written by submissions.searching alone.

    Nothing that needs submissions.view_contact stands here: see Contributor.contact_words. The database keeps an index
    of the words, which submissions.searching makes.
    """

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="searched")
    words = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.submission_id)
