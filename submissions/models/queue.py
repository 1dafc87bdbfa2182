from django.utils.translation import gettext_lazy as _

from submissions.models.submission import Submission


class Queue(Submission):
    """The submissions as the desk lists them. No table of its own: it gives the queue its place in the admin."""

    class Meta:
        proxy = True
        default_permissions = ()  # its only one, view_queue, is a permission of Submission
        verbose_name = _("queue")
        verbose_name_plural = _("queue")
