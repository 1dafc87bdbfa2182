"""Test data with sensible defaults. Say only what the test is about."""

from itertools import count

from django.contrib.auth.models import Group

from ccsis import roles
from ccsis.models import User

PASSWORD = "seven-walnuts-over-tusheti"
_numbers = count(1)


def user(role=None, *, password=PASSWORD, **fields):
    """An account of the staff, in the group `role` if one is named. Its password is make.PASSWORD."""
    username = fields.pop("username", f"{role or 'user'}{next(_numbers)}")
    fields = {"email": f"{username}@example.org", "name": username.capitalize(), **fields}
    made = User.objects.create_user(username=username, password=password, **fields)
    if role:
        if not Group.objects.filter(name=role).exists():
            roles.ensure_groups()
        made.groups.add(Group.objects.get(name=role))
    return made
