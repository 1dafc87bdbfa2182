import signal
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ccsis import worker

CALLS = []


def three():
    CALLS.append("three")
    return 3


def nothing():
    CALLS.append("nothing")


def broken():
    raise ZeroDivisionError("broken on purpose")


@pytest.fixture
def due(settings):
    """Names the due-functions of this module for the test."""
    CALLS.clear()

    def name(*functions):
        settings.DUE_FUNCTIONS = [f"{__name__}.{function}" for function in functions]
        settings.SLOW_FUNCTIONS = []
        return settings.DUE_FUNCTIONS

    return name


def test_each_function_says_how_many(due):
    first, second = due("three", "nothing")
    assert worker.run_once() == {first: 3, second: 0}


def test_a_failing_function_is_logged_and_does_not_stop_the_others(due, caplog):
    first, missing, last = due("broken", "not_there", "three")
    assert worker.run_once() == {first: None, missing: None, last: 3}
    assert "broken on purpose" in caplog.text
    assert f"{missing} failed" in caplog.text


def test_the_functions_of_the_settings_exist(db):
    assert None not in worker.run_once().values()
    assert None not in worker.run_slow_once().values()


def test_tick_tells_what_it_did(due):
    (path,) = due("three")
    out = StringIO()
    call_command("tick", stdout=out)
    assert out.getvalue() == f"{path}: 3\n"


def test_tick_fails_where_a_function_failed(due):
    due("broken")
    with pytest.raises(CommandError, match="the log says why"):
        call_command("tick", stdout=StringIO())


class StopAfter(threading.Event):
    """Set after so many pauses, so that a test need not wait."""

    def __init__(self, rounds):
        super().__init__()
        self.rounds = rounds

    def wait(self, timeout=None):
        self.rounds -= 1
        if self.rounds == 0:
            self.set()


def test_the_worker_goes_round_until_it_is_stopped(due, transactional_db):
    due("three")
    worker.run_for_ever(StopAfter(rounds=3))
    assert CALLS == ["three"] * 3


def stop_this_process():
    CALLS.append("stopped")
    signal.raise_signal(signal.SIGTERM)


def test_a_signal_ends_the_worker_after_the_work_in_hand(due, transactional_db):
    due("stop_this_process", "three")
    handler = signal.getsignal(signal.SIGTERM)
    out = StringIO()
    call_command("worker", pause=60, stdout=out)
    assert CALLS == ["stopped"]
    assert out.getvalue().splitlines() == ["The worker is running.", "The worker has stopped."]
    assert signal.getsignal(signal.SIGTERM) is handler


# What may take minutes

LETTER_SENT = threading.Event()


def letter():
    CALLS.append("letter")
    LETTER_SENT.set()


def slow(is_ending):
    """Fails where no letter is sent meanwhile, or where nobody asks it to end."""
    assert LETTER_SENT.wait(timeout=20)
    assert END.wait(timeout=20)
    CALLS.append(f"asked to end: {is_ending()}")


END = threading.Event()


def test_no_letter_waits_for_a_slow_function_which_is_asked_to_end(due, settings, transactional_db):
    LETTER_SENT.clear(), END.clear()
    due("letter", "end_it")
    settings.SLOW_FUNCTIONS = [f"{__name__}.slow"]
    worker.run_for_ever(END, pause=60)
    assert CALLS == ["letter", "asked to end: True"]
    assert settings.SLOW_FUNCTIONS[0] not in [thread.name for thread in threading.enumerate()]


def end_it():
    END.set()


def test_a_tick_does_what_is_slow_after_everything_else(due, settings):
    (path,) = due("three")
    settings.SLOW_FUNCTIONS = [f"{__name__}.at_length"]
    out = StringIO()
    call_command("tick", stdout=out)
    assert out.getvalue() == f"{path}: 3\n{__name__}.at_length: 1\n"
    assert CALLS == ["three", "at length, not to end"]


def at_length(is_ending):
    CALLS.append(f"at length, {'to end' if is_ending() else 'not to end'}")
    return 1
