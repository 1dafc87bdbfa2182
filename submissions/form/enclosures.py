"""Files that come with a form. They are kept with the draft at once, so that they survive whatever else is wrong."""

from submissions import files, receiving
from submissions.models import Attachment


def take(sheet):
    """Keep the files that were posted. What was not taken stands in `sheet.refused`, in sentences."""
    posted = sheet.request.FILES.getlist("files")
    if not posted or not _takes_files(sheet):
        return
    for upload in posted:
        try:
            _keep(sheet, files.check(upload, sheet.call.file_kinds))
        except files.Refused as refused:
            if refused.code != "twice":  # the same form once more
                sheet.refused.append(str(refused))
    sheet.refused = list(dict.fromkeys(sheet.refused))


def _takes_files(sheet):
    """A form that was sent already, and comes a second time, brings nothing new."""
    return bool(sheet.call.file_kinds) and (sheet.is_draft or bool(sheet.token))


def _keep(sheet, checked):
    if sheet.submission is None:
        sheet.submission = receiving.start(sheet.call, nonce=sheet.stamp.nonce, now=sheet.now)
    files.attach(sheet.submission, checked)


def remove(sheet, number):
    """Remove a file of this form. `number` is its row's, as the button posts it."""
    if sheet.submission is None or not _takes_files(sheet) or not (number.isascii() and number.isdecimal()):
        return
    attachment = Attachment.objects.filter(pk=number[:18], submission=sheet.submission).first()
    if attachment:
        files.remove(attachment)


def kept(sheet):
    """The files that are there, for the page to list."""
    return list(sheet.submission.attachments.all()) if sheet.submission and _takes_files(sheet) else []
