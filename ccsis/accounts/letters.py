"""The letters to staff about their accounts, one function each."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ccsis import letters

_NINO = {"name": "Nino K.", "username": "nino-k", "days": 3}
_LINK = {"link": f"{settings.SITE_URL}/accounts/password/set/…"}
SAMPLES = [
    letters.Sample(_("Invitation to the desk"), "invitation", {**_NINO, **_LINK, "by": "Levan M."}),
    letters.Sample(_("Link to set a password"), "password_reset", {**_NINO, **_LINK}),
    letters.Sample(_("Notice of a new password"), "password_changed", _NINO),
    letters.Sample(_("Notice of a new address"), "address_changed", _NINO),
    letters.Sample(_("Notice of a change of the second factor"), "factor_changed", {**_NINO, "what": "passkey_added"}),
    letters.Sample(_("Notice of a second factor taken away"), "factor_reset", {**_NINO, "by": "Levan M."}),
]


def invite(user, by):
    """`by` asks `user` to set a password and come in."""
    return _put("invitation", user, with_link=True, by=str(by))


def password_reset(user):
    return _put("password_reset", user, with_link=True)


def password_changed(user):
    return _put("password_changed", user)


def address_changed(user, old_address):
    """Told at the old address, whose owner may know nothing of it."""
    return _put("address_changed", user, to=old_address)


def factor_changed(user, what):
    """`what` is one of the words of ccsis.accounts.factors."""
    return _put("factor_changed", user, what=what)


def factor_reset(user, by):
    """`by` is the colleague who did it, None for whoever runs the server."""
    return _put("factor_reset", user, by=str(by) if by else "")


def _put(template, user, to=None, with_link=False, **params):
    return letters.put(
        template,
        to or user.email,
        params={
            "name": user.name,
            "username": user.username,
            "days": settings.PASSWORD_RESET_TIMEOUT // 86400,
            **params,
        },
        links={"link": ["ccsis.accounts.links.set_password", user.pk]} if with_link else None,
        about=f"user:{user.pk}",
        harmless_twice=True,
    )
