from submissions.models.attachment import Attachment
from submissions.models.call import Call, Question
from submissions.models.contributor import CoAuthor, Consent, Contributor, Credit, CreditChoice, mailbox_of, masked
from submissions.models.desk import CannedReply, Comment, Recusal
from submissions.models.digest import DigestWish
from submissions.models.draft import Draft
from submissions.models.event import Event, Reason
from submissions.models.flag import Flag
from submissions.models.link import Link
from submissions.models.privacy import Erasure, Look
from submissions.models.queue import Queue
from submissions.models.search import Searched
from submissions.models.similar import Indexed, Shingle
from submissions.models.submission import Revision, State, Submission, fingerprint
from submissions.models.thread import Message, Point

__all__ = [
    "Attachment",
    "Call",
    "CannedReply",
    "CoAuthor",
    "Comment",
    "Consent",
    "Contributor",
    "Credit",
    "CreditChoice",
    "DigestWish",
    "Draft",
    "Erasure",
    "Event",
    "Flag",
    "Indexed",
    "Link",
    "Look",
    "Message",
    "Point",
    "Question",
    "Queue",
    "Reason",
    "Recusal",
    "Revision",
    "Searched",
    "Shingle",
    "State",
    "Submission",
    "fingerprint",
    "mailbox_of",
    "masked",
]
