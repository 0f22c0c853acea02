"""Django's settings, all from `env`. What an operator may set is listed in `docs/operate/variables.md`."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from portico.config import env
from portico.config.storage import files_storage

PACKAGE = Path(__file__).resolve().parent.parent

DEMO = env.yes("PORTICO_DEMO")
DEBUG = env.yes("PORTICO_DEBUG")
PUBLIC_URL = env.public_url()
ORIGIN = PUBLIC_URL.origin

# A missing key is allowed to start (so that `portico check` can say so) but never shared between two starts.
SECRET_KEY = env.text("PORTICO_SECRET_KEY")
SECRET_KEY_FALLBACKS = [key for key in env.text("PORTICO_OLD_SECRET_KEYS").split() if key]
SIGNED_COOKIE_LEGACY_SALT_FALLBACK = False

ALLOWED_HOSTS = [PUBLIC_URL.host, *(["127.0.0.1", "localhost"] if DEMO or DEBUG else [])]
DATA = Path(env.text("PORTICO_DATA", "var"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",  # the sign-in library writes messages; our pages do not show them
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "portico.core.history",
    "portico.core.queue",
    "portico.core.mail",
    "portico.core.limits",
    "portico.domain.contacts",
    "portico.domain.site",
    "portico.domain.catalog",
    "portico.domain.team",
    "portico.domain.purchases",
    "portico.domain.grants",
    "portico.domain.payments",
    "portico.domain.receipts",
    "portico.domain.preferences",
    "portico.domain.profiles",
    "portico.domain.directory",
    "portico.domain.communities",
    "portico.domain.privacy",
    "portico.interfaces.ui",
    "portico.interfaces.portal",
    "portico.interfaces.office",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portico.interfaces.ui.middleware.NoStore",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portico.interfaces.ui.middleware.BodyLimit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portico.interfaces.ui.middleware.Page",
]

ROOT_URLCONF = "portico.config.urls"
WSGI_APPLICATION = "portico.config.wsgi.application"
APPEND_SLASH = True

# Ours first; Django's own engine stays for the sign-in library's texts (docs/decisions/pages.md).
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "workflows" / "templates"]
        + [PACKAGE / "interfaces" / room / "templates" for room in ("ui", "portal", "office")],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "portico.interfaces.ui.jinja.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]


def _database() -> dict[str, Any]:
    url = env.database_url()
    if url.engine == "postgresql":
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": url.name,
            "USER": url.user,
            "PASSWORD": url.password,
            "HOST": url.host,
            "PORT": url.port,
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            "TEST": {"NAME": "test_portico" + env.text("PORTICO_TEST_DB_SUFFIX")},
        }
    # FULL keeps a receipt through a power cut; demo and tests trade that for speed (docs/decisions/databases.md).
    synchronous = "NORMAL" if DEMO or env.yes("PORTICO_TESTING") else "FULL"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": url.name,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;"
                f"PRAGMA synchronous={synchronous};"
                "PRAGMA cache_size=-16000;PRAGMA mmap_size=134217728;PRAGMA temp_store=MEMORY;"
            ),
        },
        # a file, not memory: tests use several threads and processes
        "TEST": {
            "NAME": str(Path(tempfile.gettempdir()) / f"portico-test{env.text('PORTICO_TEST_DB_SUFFIX')}.sqlite3")
        },
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Limits on guessing are counted here, exact under several processes. The default of 300 entries would let a flood
# push them out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portico_cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}

# Sign-in
AUTH_USER_MODEL = "contacts.Contact"
AUTHENTICATION_BACKENDS = ["portico.interfaces.portal.sign_in.backend.CustomersAndTeam"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("full_name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "portico.domain.contacts.security.password_list.PasswordListValidator",
        "OPTIONS": {"path": env.text("PORTICO_PASSWORD_LIST")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=2).total_seconds())
ACCOUNT_ADAPTER = "portico.interfaces.portal.sign_in.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_UNIQUE_EMAIL = True
# Whether an address is confirmed is our own fact (`Contact.email_confirmed_at`); see docs/decisions/sign-in.md.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_TEMPLATE_EXTENSION = "jinja"
ACCOUNT_FORMS = {
    "login": "portico.interfaces.portal.sign_in.forms.SignInForm",
    "reset_password": "portico.interfaces.portal.sign_in.forms.ForgotPasswordForm",
    "reset_password_from_key": "portico.interfaces.portal.sign_in.forms.NewPasswordForm",
}
# Wrong passwords, counted for the address typed and for the visitor's own; a right one takes back only itself.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/ip,5/5m/key"}
MFA_ADAPTER = "portico.interfaces.portal.sign_in.mfa_adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_WEBAUTHN_USER_VERIFICATION = "required"
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("PORTICO_TRUSTED_PROXIES", 0)

# Cookies and headers follow the scheme of PORTICO_URL.
SESSION_ENGINE = "portico.interfaces.portal.sign_in.sessions"
SESSION_COOKIE_NAME = "__Host-session" if PUBLIC_URL.secure else "session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.secure
SESSION_COOKIE_AGE = int(timedelta(days=30).total_seconds())
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if PUBLIC_URL.secure else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portico.interfaces.ui.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [ORIGIN]
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if PUBLIC_URL.secure else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_SSL_REDIRECT = PUBLIC_URL.secure and ALLAUTH_TRUSTED_PROXY_COUNT > 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Bodies: pages take small forms; uploads are the logo (2 MB) and the avatar. Large ones lie on disk, not in memory.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
BODY_LIMIT_BYTES = 4_000_000
# An avatar may have 10 MB; a little more is let in, so that a larger one is answered at its field.
LARGER_BODIES = {"/settings/profile/": 12_000_000}

# Files
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
WHITENOISE_USE_FINDERS = False
MEDIA_ROOT = DATA / "files"
STORAGES: dict[str, dict[str, Any]] = {
    "default": files_storage(),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if env.yes("PORTICO_TESTING")
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FONTS_FOLDER = env.text("PORTICO_FONTS")

# Mail
MAIL_TRANSPORT = "mailbox" if DEMO else "smtp"
EMAIL_HOST = env.text("PORTICO_SMTP_HOST", "localhost")
EMAIL_PORT = env.number("PORTICO_SMTP_PORT", 25)
EMAIL_HOST_USER = env.text("PORTICO_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("PORTICO_SMTP_PASSWORD")
EMAIL_USE_TLS = env.yes("PORTICO_SMTP_STARTTLS")
EMAIL_USE_SSL = env.yes("PORTICO_SMTP_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("PORTICO_MAIL_FROM", f"no-reply@{PUBLIC_URL.host}")

# Words and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

# Logs: paths without queries, no bodies, no addresses.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "portico.core.logs.OneLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("PORTICO_LOG_LEVEL", "INFO").upper()},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "fido2": {"level": "WARNING"},  # below that it writes the ids of passkeys
    },
}
