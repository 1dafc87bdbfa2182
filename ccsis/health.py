"""For machines that watch over the site: `healthz` says that it lives, `readyz` that it can serve."""

import uuid

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def healthz(request):
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request):
    """200, or 503 with the names of what fails; why it fails stands in the log only."""
    failing = [name for name, works in PARTS.items() if not works()]
    text = "not ready: " + ", ".join(failing) if failing else "ready"
    return HttpResponse(text + "\n", status=503 if failing else 200, content_type="text/plain")


def database_answers():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def cache_remembers():
    key = f"readyz-{uuid.uuid4()}"
    try:
        cache.set(key, key, 10)
        return cache.get(key) == key
    except (DatabaseError, OSError):
        return False


def storage_takes_a_file():
    try:
        name = default_storage.save(f"readyz-{uuid.uuid4()}", ContentFile(b"ok"))
        default_storage.delete(name)
    except OSError:
        return False
    return True


def migrations_are_applied():
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


PARTS = {
    "database": database_answers,
    "cache": cache_remembers,
    "storage": storage_takes_a_file,
    "migrations": migrations_are_applied,
}
