"""Settings of the installation; what differs between machines is an environment variable."""

import os
from pathlib import Path

import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from kunnande.site.database import database_settings
from kunnande.site.keys import read_or_make_key

django_stubs_ext.monkeypatch()

SITE = Path(__file__).resolve().parent
HOME = Path(os.environ.get("KUNNANDE_HOME", SITE.parents[2] / "var"))

DEBUG = False
SECRET_KEY = os.environ.get("SECRET_KEY") or read_or_make_key(HOME / "keys" / "session.key")
IDENTITY_KEY = os.environ.get("IDENTITY_KEY") or read_or_make_key(HOME / "keys" / "identity.key")
ISSUER_KEYS = HOME / "keys" / "issuer"

# Awards outside the demonstration need a host that others can reach.
PUBLIC_HOST = os.environ.get("PUBLIC_HOST", "")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *filter(None, [PUBLIC_HOST])]
USE_TLS = bool(PUBLIC_HOST)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "procrastinate.contrib.django",
    "kunnande.site",
    "kunnande.stages.trail",
    "kunnande.stages.parties",
    "kunnande.stages.framework",
    "kunnande.stages.disclosure",
    "kunnande.stages.requirements",
    "kunnande.stages.ledger",
    "kunnande.stages.cases",
    "kunnande.stages.itembank",
    "kunnande.stages.centres",
    "kunnande.stages.booking",
    "kunnande.stages.testing",
    "kunnande.stages.practice",
    "kunnande.stages.measurement",
    "kunnande.stages.decision",
    "kunnande.stages.credentials",
    "kunnande.stages.development",
    "kunnande.stages.supply",
    "kunnande.stages.programme",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "kunnande.site.exchange.PrivateMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kunnande.site.languages.ChosenLanguageMiddleware",
    "kunnande.site.api.problems.ProblemMiddleware",
    "kunnande.site.exchange.ReadableMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kunnande.site.access.AccessMiddleware",
]

ROOT_URLCONF = "kunnande.site.urls"
WSGI_APPLICATION = "kunnande.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            SITE / "templates",
            SITE / "home" / "templates",
            *sorted(SITE.parent.glob("stages/*/web/templates")),
        ],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kunnande.site.navigation.navigation",
            ],
            "builtins": ["kunnande.site.templatetags.kunnande"],
        },
    },
]

DATABASES = {"default": database_settings(os.environ.get("KUNNANDE_DATABASE_ROLE", "app"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "parties.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "home:start"
LOGIN_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "kunnande.site.accounts.AccountAdapter"
ACCOUNT_PREVENT_ENUMERATION = True
# The invitation's link already showed that the address reaches its person.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Kunnande: "
ACCOUNT_LOGOUT_ON_GET = False
# Tablets are shared: a session ends with the browser, twelve hours at most.
ACCOUNT_SESSION_REMEMBER = False
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if USE_TLS else 0

# The cache counts attempts to sign in and nothing else, in the database that all processes and
# machines share. So many are remembered that pushing one out takes fifty thousand others.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "site_attempts",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SECURE = USE_TLS
CSRF_COOKIE_SECURE = USE_TLS
CSRF_FAILURE_VIEW = "kunnande.site.errors.form_expired"
SECURE_SSL_REDIRECT = USE_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if USE_TLS else None
SECURE_HSTS_SECONDS = 31_536_000 if USE_TLS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Svenska")), ("en", _("Engelska"))]
LOCALE_PATHS = [SITE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"
# Ids and attributes are numbers too: only the filter `number` groups thousands.
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATICFILES_DIRS = [SITE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Served from where they lie: nothing to collect before a start.
WHITENOISE_USE_FINDERS = True
# Evidence is private: nothing under this folder has an address of its own.
MEDIA_ROOT = HOME / "evidence"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

# A list is given a page at a time: ?limit=&offset=, this many at most.
NINJA_PAGINATION_MAX_LIMIT = 500

EMAIL_BACKEND = os.environ.get("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = HOME / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("FROM_EMAIL", "kunnande@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # What broke is told; that somebody followed an old link is not.
    "loggers": {"django.request": {"level": "ERROR"}},
}

# Where people report shortcomings and ask about their personal data.
CONTACT_EMAIL = os.environ.get("CONTACT_EMAIL", "")

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["kunnande.site.journey"]
