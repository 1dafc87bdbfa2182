"""The site's own settings on a clean environment: temporary data, quick passwords, letters kept in memory."""

import atexit
import os
import shutil
import tempfile

# What the developer's shell says about a site of theirs must not reach the tests.
for name in (
    "ALLOWED_HOSTS CACHE_URL DATABASE_URL DEBUG DEFAULT_FROM_EMAIL DEMO_PASSWORD EMAIL_URL "
    "KEEP_PAGES LANGUAGES LOG_FORMAT LOG_LEVEL "
    "REQUIRE_MFA SECRET_KEY_FALLBACKS SITE_URL TIME_ZONE TRUSTED_PROXIES"
).split():
    os.environ.pop(name, None)

folder = tempfile.mkdtemp(prefix="ccsis-tests-")
atexit.register(shutil.rmtree, folder, ignore_errors=True)
os.environ["DATA_DIR"] = folder
os.environ["SECRET_KEY"] = "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz"
os.environ["REQUIRE_MFA"] = "0"  # tests of it turn it on; all others log in as whom they like
os.environ["SITE_URL"] = "http://testserver"
os.environ["EMAIL_URL"] = f"file://{folder}/mail"
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{folder}/site.sqlite3"

from ccsis.settings import *  # noqa: E402, F403

# A file, not memory: a browser's requests and threads then have connections of their own, as in real life.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": f"{folder}/test.sqlite3"}  # noqa: F405
# Django's test runner closes connections by itself; kept ones would hinder dropping the test database.
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True  # finds static files where they lie, without collectstatic
KEEP_PAGES = False  # a test is rolled back, and no change tells of that
