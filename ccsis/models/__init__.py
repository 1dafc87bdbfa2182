"""Who works here (User), how the site presents itself (SiteSettings), its letters, and its old addresses (Redirect,
MissingAddress)."""

from ccsis.models.addresses import MissingAddress, Redirect, RedirectManager
from ccsis.models.events import Change, SecurityAction, SecurityEvent
from ccsis.models.outbox import Letter, LetterQuerySet, LetterStatus
from ccsis.models.people import User, UserManager, folded
from ccsis.models.site import SiteLink, SiteSettings

__all__ = [
    "Change",
    "Letter",
    "LetterQuerySet",
    "LetterStatus",
    "MissingAddress",
    "Redirect",
    "RedirectManager",
    "SecurityAction",
    "SecurityEvent",
    "SiteLink",
    "SiteSettings",
    "User",
    "UserManager",
    "folded",
]
