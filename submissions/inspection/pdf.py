"""A .pdf: see ccsis.pdf, which the desk uses for its own files, too."""

from ccsis.pdf import inspect

__all__ = ["inspect"]
