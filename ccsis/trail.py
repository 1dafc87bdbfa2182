"""The security log: who did what, when, from which network.

    record(Action.LOGIN, actor=user, how=["password", "totp"])

Called in the transaction of what it tells of, so that neither stands without the other. Details are codes and ids,
never what somebody typed.
"""

from allauth.core import context

from ccsis.limits import client_address
from ccsis.logs import hide
from ccsis.models import SecurityAction as Action
from ccsis.models import SecurityEvent

__all__ = ["Action", "record"]


def record(action, *, actor=None, about=None, **details):
    """Add a row. `actor` is the account that acts, None for the worker, a command or somebody unknown; `about` is the
    row that is acted on."""
    return SecurityEvent.objects.create(
        action=action,
        actor=actor,
        actor_name=str(actor) if actor else "",
        about=f"{about._meta.label_lower}:{about.pk}" if about else "",
        details=details,
        network=_network(),
    )


def _network():
    """Where the request that is being answered came from, without its last part; nothing outside of a request."""
    return hide(client_address(context.request)) if context.request else ""
