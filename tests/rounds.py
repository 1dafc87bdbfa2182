"""How often a test with made-up examples is tried: a few times in every run, forty times as often in `make drill`."""

import os

from hypothesis import settings

ROUNDS = int(os.environ.get("RANDOM_ROUNDS", "1"))


def random(examples):
    """Decorates a test with `given` that looks at so many examples in an ordinary run."""
    return settings(max_examples=examples * ROUNDS, deadline=None)
