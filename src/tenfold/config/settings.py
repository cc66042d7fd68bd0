"""Django's settings, made from the home folder. What may be set is in `options`."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import global_settings
from django.utils.translation import gettext_lazy as _

from tenfold.config.database import describe_database
from tenfold.config.home import current_home, read_secret, read_settings
from tenfold.config.options import read_options
from tenfold.config.static_edition import static_edition

HOME = current_home()
OPTIONS = read_options(said=read_settings(home=HOME))

SECRET_KEY = read_secret(home=HOME)
DEBUG = False
DEMO = OPTIONS.demo
PUBLIC_URL = OPTIONS.public_url
LOCAL_URL = (
    f"http://127.0.0.1:{OPTIONS.port}"  # for links that a command prints; `serve` knows better
)
ALLOWED_HOSTS = OPTIONS.allowed_hosts
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "tenfold.ui",
    "tenfold.outbox",
    "tenfold.jobs",
    "tenfold.people",
    "tenfold.notices",
    "tenfold.metrics",
    "tenfold.techniques.interfaces",
    "tenfold.techniques.dashboards",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "tenfold.config.middleware.reference",
    "tenfold.config.middleware.Compressed",
    "django.middleware.security.SecurityMiddleware",
    "tenfold.config.middleware.security_headers",
    "tenfold.config.middleware.StaticFiles",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tenfold.config.middleware.company",
    "tenfold.config.middleware.CompanyLocale",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tenfold.config.middleware.secret_key",
    "tenfold.config.middleware.viewer",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tenfold.config.middleware.Doors",
]
ROOT_URLCONF = "tenfold.config.urls"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.tz",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tenfold.config.middleware.house",
                "tenfold.ui.shell.shell",
            ],
        },
    }
]
DATABASES = {"default": describe_database(rows=HOME.rows)}
JOBS_OF_THE_HOUSE = ("tenfold.config.jobs",)  # jobs.py of no installed app
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Signing in

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": said}
    for name, said in {
        "UserAttributeSimilarityValidator": {"user_attributes": ("email", "name")},
        "MinimumLengthValidator": {"min_length": 10},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
PASSWORD_RESET_TIMEOUT = 24 * 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "tenfold.people.adapters.AccountAdapter"
ACCOUNT_FORMS = {"login": "tenfold.people.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {"join": "20/m/ip", "demo": "20/m/ip", "share_link_guess": "20/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = OPTIONS.trusted_proxies
MFA_ADAPTER = "tenfold.people.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Tenfold"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not OPTIONS.is_https

# Sessions, cookies, transport

_cookie = hashlib.blake2b(str(HOME.folder.absolute()).encode(), digest_size=3).hexdigest()
SESSION_COOKIE_NAME = f"tenfold_session_{_cookie}"  # cookies know no port: one name for each home
SESSION_COOKIE_AGE = OPTIONS.session_days * 24 * 3600
SESSION_COOKIE_SECURE = OPTIONS.is_https
CSRF_COOKIE_NAME = f"tenfold_csrf_{_cookie}"
CSRF_COOKIE_SECURE = OPTIONS.is_https
CSRF_FAILURE_VIEW = "tenfold.config.problems.csrf_failed"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if OPTIONS.is_https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if OPTIONS.is_https else None
X_FRAME_OPTIONS = "DENY"

# Languages and formats: the company's, see `middleware.CompanyLocale`

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"
LANGUAGES = [
    *global_settings.LANGUAGES,
    ("en-us", _("American English")),
    ("en-ie", _("Irish English")),
    ("de-at", _("Austrian German")),
    ("de-ch", _("Swiss German")),
    ("fr-ch", _("Swiss French")),
]
LOCALE_PATHS = [Path(__file__).parents[1] / "locale"]

# Front-end files

STATIC_URL = f"/static/{static_edition()}/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False


def WHITENOISE_IMMUTABLE_FILE_TEST(path: str, url: str) -> bool:  # noqa: N802, ARG001
    """Every address carries the edition of its content, so it may be kept for ever."""
    return True


# Mail

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if OPTIONS.email.host
    else "django.core.mail.backends.dummy.EmailBackend"
)
EMAIL_HOST = OPTIONS.email.host
EMAIL_PORT = OPTIONS.email.port
EMAIL_HOST_USER = OPTIONS.email.user
EMAIL_HOST_PASSWORD = OPTIONS.email.password
EMAIL_USE_TLS = OPTIONS.email.security == "starttls"
EMAIL_USE_SSL = OPTIONS.email.security == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = OPTIONS.email.sender or "tenfold@localhost"

# Notices: hosts of one's own network that ways may lead to

NOTICES_INSIDE = frozenset(OPTIONS.notices.inside)

# Logging: to stderr; addresses that carry a secret are written as their pattern

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"discreet": {"()": "tenfold.config.errors.Discreet"}},
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["discreet"],
            "formatter": "line",
        },
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
        # Anybody can ask by any name. The answer says what to do; a trace each would fill the log.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "tenfold": {"level": "INFO"},
    },
}
