"""Who may log in, and with what."""

from django.contrib.auth.backends import ModelBackend

from ccsis.models import User, folded


def find(name):
    """The account with this e-mail address or user name, in any spelling; or None."""
    handle = folded(name)
    # A user name holds no @, so a handle can mean one account only.
    return User.objects.filter(**{"email" if "@" in handle else "username": handle}).first() if handle else None


class EmailOrUsername(ModelBackend):
    """The e-mail address or the user name, and the password. An unknown name takes as long as a wrong password."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        handle = username if username is not None else kwargs.get("email")
        if not folded(handle) or password is None:
            return None
        user = find(handle)
        if user is None:
            User().set_password(password)  # spends the time of a check
            return None
        if user.check_password(password) and self.user_can_authenticate(user):
            return user
        return None
