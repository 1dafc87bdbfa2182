"""Second factors: who needs one, whether it was shown, and what follows when one is added or taken away."""

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.db import transaction

from ccsis import roles, trail
from ccsis.accounts import letters

# What somebody may have done, as letters and the security log call it
APP_ADDED, APP_REMOVED = "app_added", "app_removed"
PASSKEY_ADDED, PASSKEY_RENAMED, PASSKEY_REMOVED = "passkey_added", "passkey_renamed", "passkey_removed"
CODES_MADE, CODE_USED = "codes_made", "code_used"


def is_needed(user):
    """Whether this account's rights ask for a second factor."""
    return settings.REQUIRE_MFA and any(map(user.has_perm, roles.ASK_FOR_A_SECOND_FACTOR))


def of(user):
    """The second factors of an account, without the recovery codes, which only stand in for one."""
    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)


def has_one(user):
    return of(user).exists()


def is_missing(request):
    """Whether one is needed for the desk that was not shown in this session."""
    if not request.user.is_authenticated or not is_needed(request.user):
        return False
    return all(record["method"] != "mfa" for record in get_authentication_records(request, request.user))


def where_to_show(user):
    """The address at which somebody who is logged in shows the second factor."""
    return get_adapter().get_reauthentication_methods(user)[0]["url"]


def may_go(authenticator):
    """Whether it may be taken away: who needs one keeps one."""
    return not is_needed(authenticator.user) or of(authenticator.user).exclude(pk=authenticator.pk).exists()


def changed(request, what, *, type=None):
    """After a change by the owner, in its transaction: other sessions end, and a letter goes out. `type` is that of a
    factor that was added, which counts as shown in this session."""
    user = request.user
    user.end_sessions()
    update_session_auth_hash(request, user)
    if type:
        record_authentication(request, user, "mfa", type=type)
    trail.record(trail.Action.FACTOR, actor=user, about=user, what=what)
    letters.factor_changed(user, what)


@transaction.atomic
def reset(user, *, by=None):
    """Take away every factor of who has lost it; `by` is None for a command. Gives whether there was one."""
    if not Authenticator.objects.filter(user=user).delete()[0]:
        return False
    user.end_sessions()
    trail.record(trail.Action.FACTOR_RESET, actor=by, about=user)
    letters.factor_reset(user, by)
    return True
