"""What the two commands say when something goes wrong: one line."""

from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import DatabaseError

from ccsis.backups import Refused


@contextmanager
def one_line(folder, ending):
    """Ends a command with one sentence about what happened inside, and with `ending`."""
    try:
        yield
    except Refused as error:
        raise CommandError(f"{error} {ending}") from None
    except OSError as error:
        raise CommandError(f"{error.filename or folder}: {error.strerror or error}. {ending}") from None
    except DatabaseError as error:
        raise CommandError(f"The database does not answer ({' '.join(str(error).split())}). {ending}") from None
    except KeyboardInterrupt:
        raise CommandError(f"Interrupted. {ending}") from None
