"""Who may give which rights to whom. For accounts only: everything else asks for its own permission."""


def may_give(giver, group):
    """Whether `giver` may put somebody into this group: who holds all of its rights, or the right to assign roles."""
    if giver.has_perm("ccsis.assign_roles"):
        return True
    names = group.permissions.values_list("content_type__app_label", "codename")
    return giver.has_perms([f"{app}.{codename}" for app, codename in names])


def may_touch(giver, user):
    """Whether `giver` may change this account: one with more rights could be taken over by changing its address."""
    if giver.is_superuser:
        return True
    return not user.is_superuser and all(may_give(giver, group) for group in user.groups.all())
