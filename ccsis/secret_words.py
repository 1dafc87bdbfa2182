"""Secrets in addresses: long enough that nobody guesses one, and kept as a hash alone."""

import hashlib
import secrets

BYTES = 32


def new_secret():
    """A new secret, fit for an address."""
    return secrets.token_urlsafe(BYTES)


def hash_of(secret):
    """What the database keeps of a secret: SHA-256, in hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()
