from submissions.models.call import Call
from submissions.models.contributor import Consent, Contributor, Credit
from submissions.models.event import Event, Reason
from submissions.models.queue import Queue
from submissions.models.submission import Revision, State, Submission

__all__ = ["Call", "Consent", "Contributor", "Credit", "Event", "Queue", "Reason", "Revision", "State", "Submission"]
