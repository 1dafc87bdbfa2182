"""Who may log in, and with what."""

from django.contrib.auth.backends import ModelBackend

from ccsis.models import User, folded


class EmailOrUsername(ModelBackend):
    """The e-mail address or the user name, and the password. An unknown name takes as long as a wrong password."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        handle = folded(username if username is not None else kwargs.get("email"))
        if not handle or password is None:
            return None
        # A user name holds no @, so a handle can mean one account only.
        user = User.objects.filter(**{"email" if "@" in handle else "username": handle}).first()
        if user is None:
            User().set_password(password)  # spends the time of a check
            return None
        if user.check_password(password) and self.user_can_authenticate(user):
            return user
        return None
