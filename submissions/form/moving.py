"""How a contributor's move is made: once more where somebody of ours was at the row at that very moment."""

from submissions import moves


def make(submission, action, act=None, **given):
    """Make a move of the contributor's, by `act` where more belongs to it. Gives whether it was made; if not, the
    submission is as it stands now."""
    act = act or (lambda: moves.transition(submission, action, actor=moves.CONTRIBUTOR, **given))
    for _try in range(2):
        try:
            act()
            return True
        except moves.CannotMove:
            submission.refresh_from_db()
            if not moves.BY_ACTION[action].fits(submission):
                break
    return False


def was_just_made(submission, action):
    """Whether this was the last move, and the contributor's: a button that was pressed twice was pressed once."""
    last = submission.events.order_by("-version").first()
    return last is not None and (last.action, last.actor_kind) == (action, moves.CONTRIBUTOR)
