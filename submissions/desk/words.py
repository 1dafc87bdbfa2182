"""What the desk calls the things that happened."""

from django.utils.translation import gettext_lazy as _

DONE = {
    "send": _("Sent"),
    "confirm": _("Address confirmed"),
    "receive": _("Received"),
    "quarantine": _("Put in quarantine"),
    "release": _("Released from quarantine"),
    "begin": _("Reading begun"),
    "hold": _("Put on hold"),
    "resume": _("Taken up again"),
    "request_changes": _("Changes requested"),
    "drop_request": _("Request for changes dropped"),
    "resubmit": _("Changed text received"),
    "accept": _("Accepted"),
    "decline": _("Declined"),
    "decline_silently": _("Declined without a letter"),
    "withdraw": _("Withdrawn"),
    "ask_approval": _("Final text sent for approval"),
    "approve": _("Final text approved"),
    "object": _("Final text objected to"),
    "publish": _("Published"),
    "retract": _("Retracted"),
    "restore": _("Public again"),
    "reopen": _("Reopened"),
    "expire": _("Expired"),
}
LETTERS = {
    "submission_received": _("Receipt"),
    "submission_changes_requested": _("Request for changes"),
    "submission_accepted": _("Acceptance"),
    "submission_declined": _("Refusal"),
    "submission_withdrawn": _("Confirmation of withdrawal"),
    "submission_proof": _("Final text to approve"),
    "submission_published": _("Notice of publication"),
    "submission_retracted": _("Notice of retraction"),
    "submission_reopened": _("Notice that it is read again"),
}
