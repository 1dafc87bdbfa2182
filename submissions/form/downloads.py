"""The contributor's own files, by the link of their page."""

from django.http import Http404

from submissions import files
from submissions.form.by_link import by_link
from submissions.models import Attachment, Link


@by_link(Link.Purpose.MANAGE)
def file(request, link, pk):
    """One file as it came, as a download. Raises Http404 for a file of anybody else's."""
    attachment = Attachment.objects.filter(submission=link.submission, pk=pk).first()
    if attachment is None:
        raise Http404("no such file of this submission")
    return files.as_download(attachment, is_original=True)
