"""What the two commands say when something goes wrong: always one line, and never that something was half done."""

from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import DatabaseError

from ccsis.exports import Refused


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
        said = " ".join(str(error).split()).rstrip(".")
        raise CommandError(f"The database cannot do this ({said}). Is it migrated? {ending}") from None
    except KeyboardInterrupt:
        raise CommandError(f"Interrupted. {ending}") from None
