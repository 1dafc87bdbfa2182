"""All settings. With nothing set the site is safe; DEBUG=1 makes it comfortable. Variables: see README."""

from pathlib import Path
from zoneinfo import available_timezones

from django.utils.crypto import salted_hmac

from ccsis import environment as env
from ccsis.scripts.languages import LANGUAGE_NAMES, RIGHT_TO_LEFT

# Paths
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("DATA_DIR", BASE_DIR / "var")

# Core
DEBUG = env.flag("DEBUG", False)
SECRET_KEY = env.required("SECRET_KEY", "the site signs its sessions and links with it; set a long random text")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")  # older keys, while what they signed still lives
SITE_URL = env.web_address("SITE_URL", "http://localhost:8000")
IS_LOCAL_TRIAL = SITE_URL.startswith("http://")  # no HSTS and no Secure cookies where there is no TLS
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or [SITE_URL.split("//")[1].split(":")[0]]
ROOT_URLCONF = "ccsis.urls"
WSGI_APPLICATION = "ccsis.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Apps
INSTALLED_APPS = [
    "ccsis",
    "articles",
    "submissions",
    "taggit",
    "ckeditor",
    "csp",
    "allauth.account",
    "allauth.mfa",
    "ccsis.apps.DeskConfig",  # django.contrib.admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]
MIDDLEWARE = [
    "ccsis.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "ccsis.middleware.SecureHeaders",
    "ccsis.middleware.PackForReaders",
    "ccsis.middleware.RefuseUnreadableText",
    "ccsis.middleware.SpeakLanguageOfAddress",
    "ccsis.middleware.FollowRedirects",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ccsis.accounts.middleware.LimitSessions",
    "ccsis.accounts.middleware.AskForSecondFactor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

# Database
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{DATA_DIR}/ccsis.sqlite3")}

# Templates
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ccsis.context.site",
            ],
        },
    },
]

# Auth
AUTH_USER_MODEL = "ccsis.User"
AUTHENTICATION_BACKENDS = ["ccsis.accounts.backend.EmailOrUsername"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "admin:index"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_validation = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": _validation + "UserAttributeSimilarityValidator"},
    {"NAME": _validation + "MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": _validation + "CommonPasswordValidator"},
    {"NAME": _validation + "NumericPasswordValidator"},
]
# Second factor: django-allauth below our own login; its sign-up, social and e-mail parts have no address here
REQUIRE_MFA = env.flag("REQUIRE_MFA", True)  # for whom, says ccsis.roles.ASK_FOR_A_SECOND_FACTOR
ACCOUNT_ADAPTER = "ccsis.accounts.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account begins with a letter to its address
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_RATE_LIMITS = {
    "login_failed": "8/5m/key",  # one account from one address; also the codes of one account
    "login_address": "40/5m/ip",  # all accounts from one address
    "login_account": "100/5m/key",  # one account from all browsers that its owner has not used
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "ccsis.accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = IS_LOCAL_TRIAL
MFA_TOTP_TOLERANCE = 1  # a code counts half a minute longer, and once
MFA_FORMS = {
    "authenticate": "ccsis.accounts.forms.CodeForm",
    "reauthenticate": "ccsis.accounts.forms.CodeAgainForm",
    "activate_totp": "ccsis.accounts.forms.AppForm",
    "add_webauthn": "ccsis.accounts.forms.PasskeyForm",
    "authenticate_webauthn": "ccsis.accounts.forms.PasskeySecondForm",
    "reauthenticate_webauthn": "ccsis.accounts.forms.PasskeyAgainForm",
    "edit_webauthn": "ccsis.accounts.forms.PasskeyNameForm",
}
ACCOUNT_FORMS = {"reauthenticate": "ccsis.accounts.forms.PasswordAgainForm"}
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # seconds; also how long an invitation holds

# Language and time
LANGUAGE_CODE = "en"
# Those of the site itself, with a catalogue in ccsis/locale; texts may be in any
LANGUAGES = env.languages("LANGUAGES", "en,ru,fa", {code: LANGUAGE_NAMES[code] for code in ("en", "ru", "fa")})
LANGUAGES_BIDI = sorted(RIGHT_TO_LEFT)
USE_I18N = True
FORMAT_MODULE_PATH = ["ccsis.formats"]
USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "Asia/Tbilisi")
if TIME_ZONE not in available_timezones():
    raise env.bad("TIME_ZONE", TIME_ZONE, "write a name like Asia/Tbilisi")

# Static files and media
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
PRIVATE_ROOT = DATA_DIR / "private"
_static_storage = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if DEBUG
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _static_storage},
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
# Large files on their way in, until a view has taken them: not in /tmp, which may be memory or open to others
FILE_UPLOAD_TEMP_DIR = PRIVATE_ROOT / "arriving"
FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
# Below so much free space in DATA_DIR no file of a contributor is taken (ccsis/space.py); the rest of the site goes on
LEAST_FREE_SPACE = env.megabytes("LEAST_FREE_SPACE", 300)
# Where staff may send more than photographs, and the permission without which not a byte of it is read
LONG_UPLOADS = {"/admin/articles/importrun/add/": "articles.import_site"}
# Originals below ckeditor/ are fetched by the editor under their plain names, so keep them.
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

# The hub that feeds name to those who want to be told at once (WebSub); empty for none
WEBSUB_HUB = env.hub("WEBSUB_HUB")

# Mail: letters wait in the outbox (ccsis.letters) and the worker sends them
vars().update(env.mail("EMAIL_URL", "console:"))
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "CCSIS <desk@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Cache: shared by all workers, because rate limits live in it
CACHES = {"default": env.cache("CACHE_URL", "db://cache")}

# Readers' pages are kept in memory and answered before Django until something on them changes: ccsis/caching.py
KEEP_PAGES = env.flag("KEEP_PAGES", not DEBUG)

# The worker's list: each is called with nothing, does what is due, and says how many
DUE_FUNCTIONS = [
    "articles.scheduling.publish_due",
    "articles.scheduling.take_down_due",
    "ccsis.letters.send_due",
    "submissions.moves.follow_publications",
    "submissions.reminders.put_due",
    "submissions.digest.put_due",
    "submissions.retention.apply",
    "submissions.erasure.keep_lists_alike",
    "articles.documents.sweep",
    "articles.site.printing.sweep",
    "submissions.files.sweep",
    "articles.filing.catch_up",
    "articles.importing.forget_old",
    "articles.working.sweep",
    "articles.share_files.sweep",
    "articles.previews.forget_ended",
    "ccsis.arrivals.sweep",
    "ccsis.missing.sweep",
    "ccsis.caching.sweep",
    "ccsis.metrics.beat",
]
# What `tick --dry-run` asks: each gives lines of what it would erase now
PREVIEWS = ["submissions.retention.preview"]
# What may take minutes: each in a thread of its own, called with a function that says whether it shall come to an end
SLOW_FUNCTIONS = [
    "articles.imports.background.run_due",
    "articles.relief_files.draw_due",
    "articles.searching.index.catch_up",
    "articles.linkcheck.check_due",
    "articles.renditions.make_due",
    "articles.covers.draw_due",
    "articles.site.printing.make_due",
    "articles.share_files.draw_due",
    "submissions.similar.compare_slowly",
]

# Whether the weekly look at links in public texts also asks other sites
CHECK_EXTERNAL_LINKS = env.flag("CHECK_EXTERNAL_LINKS", False)

# Every letter with made-up values, for who wants to see what we write
LETTER_SAMPLES = [
    "submissions.letters.SAMPLES",
    "submissions.telling.SAMPLES",
    "articles.letters.SAMPLES",
    "ccsis.accounts.letters.SAMPLES",
]

# What `manage.py setup` makes, in this order: each adds what is missing and says in lines what it made
SETUP_STEPS = [
    "ccsis.start.make_cache_table",
    "ccsis.start.make_groups",
    "ccsis.start.make_site_settings",
    "ccsis.start.keep_tagging_entity",
    "articles.start.make_default_byline",
    "articles.start.make_topics",
    "articles.start.make_regions",
    "articles.start.make_names",
    "articles.start.make_disclaimers",
    "articles.start.make_pages",
    "articles.start.make_home",
    "submissions.start.make_open_call",
]

# What a new site is led through on the front page of the desk, in this order
FIRST_STEPS = [
    "ccsis.first_steps.who_we_are",
    "articles.desk.first_steps.people",
    "articles.desk.first_steps.topics_and_regions",
    "articles.desk.first_steps.first_piece",
    "ccsis.first_steps.colleagues",
]

# What `manage.py demo` does after that, in one transaction
DEMO_STEPS = [
    "ccsis.demo.make_accounts",
    "ccsis.demo.give_an_address",
    "articles.demo.look_round",
    "submissions.demo.look_round",
    "articles.demo.people.make_people",
    "articles.demo.people.make_series",
    "articles.demo.pieces.make_pieces",
    "submissions.demo.calls.make_calls",
    "submissions.demo.queue.make_submissions",
    "submissions.demo.colleagues.make_colleagues",
    "articles.demo.pieces.publish_simulations",
    "submissions.demo.queue.follow_publications",
    "articles.demo.home.arrange_home",
    "articles.demo.desk.make_desk",
    "ccsis.demo.stop_letters",
]

# What `manage.py export` writes and what it leaves out, in the order in which import_export reads it
EXPORT_PARTS = [
    "ccsis.exports.own.PARTS",
    "articles.export.PARTS",
    "submissions.export.PARTS",
]

# What /metrics tells whoever brings the token; without a token there is no such page
METRICS_TOKEN = env.text("METRICS_TOKEN")
METRICS = [
    "ccsis.metrics.letters",
    "ccsis.metrics.worker",
    "ccsis.metrics.disk",
    "articles.measured.gauges",
    "submissions.measured.gauges",
]

# What a restored backup must not take back: lists in the private store that are joined line by line, and what is done
# before anybody sees the restored site
JOINED_LISTS = ["private/erasures.jsonl"]
AFTER_RESTORE = ["submissions.erasure.keep_lists_alike"]

# What is worked out anew from the rows of an import, before anybody sees them
AFTER_IMPORT = ["articles.filing.recount", "articles.searching.index.rebuild", "articles.stale.touch_all"]

# Security
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not IS_LOCAL_TRIAL
SESSION_COOKIE_NAME = "sessionid" if IS_LOCAL_TRIAL else "__Host-sessionid"
CSRF_COOKIE_NAME = "csrftoken" if IS_LOCAL_TRIAL else "__Host-csrftoken"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600  # seconds without a click; ccsis.accounts.middleware ends every session after 7 days
CSRF_FAILURE_VIEW = "ccsis.errors.csrf_failure"
SECURE_SSL_REDIRECT = not IS_LOCAL_TRIAL
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked from inside, without TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 0 if IS_LOCAL_TRIAL else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not IS_LOCAL_TRIAL
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Signs the small sums that a browser may be asked for (django-altcha): see submissions/form/proof.py
ALTCHA_HMAC_KEY = salted_hmac("submissions.form.proof", "", secret=SECRET_KEY, algorithm="sha256").hexdigest()
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "media-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "report-uri": ["/csp-report"],
    },
}

# The editor, its toolbar and its clean-up: see ccsis/editor.py
from ccsis.editor_settings import CKEDITOR_BASEPATH, CKEDITOR_CONFIGS  # noqa: E402, F401

SILENCED_SYSTEM_CHECKS = ["ckeditor.W001"]  # stands beside our own checks: ccsis/checks.py and docs/developers.md

# Tags: commas split, spaces do not; our own manager ignores case in every script
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_TAGS_FROM_STRING = "articles.tagging.parse_tags"
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = False

# Logs: one line an event, no query strings, no personal data
LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", ["DEBUG", "INFO", "WARNING", "ERROR"])
LOG_FORMAT = env.choice("LOG_FORMAT", "text" if DEBUG else "json", ["json", "text"])
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"private": {"()": "ccsis.logs.HidePrivate"}},
    "formatters": {
        "text": {"()": "ccsis.logs.OneLine", "format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"()": "ccsis.logs.JsonLine"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["private"]}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "propagate": True, "level": LOG_LEVEL},
        "django.server": {"handlers": ["stderr"], "propagate": False, "level": LOG_LEVEL},
    },
}
