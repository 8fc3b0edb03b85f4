"""Settings. Every value that differs between installations is read here and nowhere else.

`docs/reference/settings.md` is made of the lines that call `text`, `flag`, `words` and `secret`.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    said = text(name, str(int(default)))
    if said not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} must be 0 or 1, not {said!r}")
    return said == "1"


def number(name: str, default: int) -> int:
    said = text(name, str(default))
    if not said.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a number, not {said!r}")
    return int(said)


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def secret(name: str, default: str = "") -> str:
    """Read a secret from NAME, or from the file that NAME_FILE names."""
    file = text(f"{name}_FILE")
    if not file:
        return text(name, default)
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE: {error}") from error


def make_private(folder: Path) -> None:
    """Make a folder that no other account of the machine may look into."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def secret_key(home: Path) -> str:
    """Take SECRET_KEY, or the key kept in ALMONER_HOME, made on the first start."""
    if key := secret("SECRET_KEY"):  # signs sessions and links; else kept in ALMONER_HOME
        return key
    file = home / "secret-key"
    if not file.exists():
        make_private(home)
        whole = file.with_name(f"secret-key.{os.getpid()}")
        whole.touch(mode=0o600)
        whole.write_text(os.urandom(32).hex(), encoding="utf-8")
        try:
            os.link(whole, file)  # the first to start wins, and nobody reads half a key
        except FileExistsError:
            pass
        finally:
            whole.unlink()
    return file.read_text(encoding="utf-8")


def database(url: str, home: Path) -> dict[str, Any]:
    """Read DATABASE_URL; without one, keep SQLite in ALMONER_HOME."""
    options = dj_database_url.parse(url or f"sqlite:///{home / 'almoner.sqlite3'}")
    if options["ENGINE"] == "django.db.backends.sqlite3":
        file = Path(options["NAME"])
        make_private(file.parent)
        file.touch(mode=0o600)  # SQLite gives its write-ahead log the same mode
        return {
            **options,
            # To open the file and lay down its terms takes longer than to draw many a page.
            "CONN_MAX_AGE": 60,
            # IMMEDIATE: writers queue when they begin, not fail when they first write.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # Half a megabyte of pages for each thread: the system keeps the file in its own
                # memory, once for all of them, and SQLite's two would be for each.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                " PRAGMA cache_size=-512;",
            },
            # A file, so that tests of simultaneous writers have something to share.
            "TEST": {"NAME": home / f"test-{os.getpid()}.sqlite3"},
        }
    if options["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql:// or sqlite:///")
    options["OPTIONS"] = {
        **options.get("OPTIONS", {}),
        "prepare_threshold": 0 if PREPARES else None,
    }
    return {**options, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


BASE_DIR = Path(__file__).resolve().parent

# Where things live
HOME = Path(text("ALMONER_HOME", "var")).absolute()  # the database and all else of ours
FILES = Path(text("ALMONER_FILES", str(HOME / "files"))).absolute()  # uploads and editions
# 0 where a pooler that hands out connections by the transaction stands before PostgreSQL: then
# what is asked for every page is planned anew each time
PREPARES = flag("ALMONER_PREPARES", default=True)
# PostgreSQL's address; without it, SQLite in ALMONER_HOME
DATABASES = {"default": database(text("DATABASE_URL"), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = FILES
# The most bytes that a document of an agreement, or a copy to publish, may have
DOCUMENT_LIMIT = number("ALMONER_DOCUMENT_LIMIT", 25_000_000)
# What scans every file before it is kept, speaking as clamd does: unix:/path or tcp:host:3310
SCANNER = text("ALMONER_SCANNER")
UPLOAD_LIMIT = number("ALMONER_UPLOAD_LIMIT", 250_000_000)  # the most bytes a file may have
# Files of more bytes than this are read and imported by a worker, in the background
AT_ONCE_LIMIT = number("ALMONER_AT_ONCE_LIMIT", 500_000)

# Whose installation this is, and where it answers
BODY_NAME = text("ALMONER_BODY", "Your body's name")  # as every page shows it
IS_NAMED = BODY_NAME != "Your body's name"
BODY_IDENTIFIER = text("ALMONER_BODY_IDENTIFIER", "")  # of a list on org-id.guide: GB-PPON-…
GRANT_PREFIX = text("ALMONER_GRANT_PREFIX")  # what 360Giving gave the body: 360G-…
PROCESS_PREFIX = text("ALMONER_PROCESS_PREFIX")  # what the open contracting registry gave: ocds-…
# Begins the links in messages; with https, cookies are for https alone
ADDRESS = text("ALMONER_ADDRESS", "http://localhost:8000").rstrip("/")
HOST = urlsplit(ADDRESS).hostname or ""
IS_SECURE = ADDRESS.startswith("https://")
ALLOWED_HOSTS = words("ALMONER_HOSTS", f"{HOST},localhost,127.0.0.1,[::1]")  # names it answers to
CSRF_TRUSTED_ORIGINS = [ADDRESS]
SECRET_KEY = secret_key(HOME)
# How the public reaches the body, as its pages say until it has written words of its own
CONTACT_EMAIL = text("ALMONER_CONTACT_EMAIL")
CONTACT_PHONE = text("ALMONER_CONTACT_PHONE")  # as it is to be dialled
CONTACT_POST = text("ALMONER_CONTACT_POST")  # on one line, parted by commas
ENQUIRY_DAYS = number("ALMONER_ENQUIRY_DAYS", 10)  # working days within which one is answered
ENQUIRIES_KEPT = number("ALMONER_ENQUIRIES_KEPT", 12)  # months after closing, then forgotten
# The framework until a version is approved: `policing`, `council`, or a file of its own
FRAMEWORK = text("ALMONER_FRAMEWORK", "policing")
DEBUG = flag("ALMONER_DEBUG")  # 1 for whoever develops Almoner, never for others

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [BASE_DIR / "web" / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/London"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django_prometheus",
    "django_structlog",
    "almoner.core",
    "almoner.accounts",
    "almoner.documents",
    "almoner.publication",
    "almoner.assurance",
    "almoner.search",
    "almoner.outbox",
    "almoner.enquiries",
    "almoner.statements",
    "almoner.followers",
    "almoner.framework",
    "almoner.organisations",
    "almoner.academy",
    "almoner.funding",
    "almoner.actions",
    "almoner.risks",
    "almoner.boards",
    "almoner.commissions",
    "almoner.decisions",
    "almoner.agreements",
    "almoner.papers",
    "almoner.payments",
    "almoner.registers",
    "almoner.reports",
    "almoner.audits",
    "almoner.web",
    "almoner.api",
]
MIDDLEWARE = [
    "almoner.web.middleware.AskedOnce",
    "almoner.web.kept_pages.KeptPages",  # around all others: a kept page goes out as they left it
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "almoner.web.middleware.Discretion",
    "almoner.web.middleware.Officials",
    "almoner.web.middleware.Conflicts",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]
ROOT_URLCONF = "almoner.urls"
WSGI_APPLICATION = "almoner.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "web" / "templates"],  # before allauth's own, which ours replace
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "almoner.web.surroundings.surroundings",
            ],
        },
    }
]
FORM_RENDERER = "almoner.web.forms.Renderer"
CSRF_FAILURE_VIEW = "almoner.web.errors.csrf_failure"

# Static files: built by `make env`, served by whitenoise
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

# Sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/workspace/"

# Sign-in, as django-allauth has it: nobody makes an account for themselves
ACCOUNT_ADAPTER = "almoner.web.account.adapters.SignIn"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation is answered from the address it was sent to
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever's password changes is told so
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{BODY_NAME}] "
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser, or after twelve hours
ACCOUNT_LOGOUT_REDIRECT_URL = "/account/login/"
ACCOUNT_FORMS = {
    "login": "almoner.web.account.forms.SignInForm",
    "reset_password": "almoner.web.account.forms.ResetPasswordForm",
    "reset_password_from_key": "almoner.web.account.forms.SetPasswordByLinkForm",
    "change_password": "almoner.web.account.forms.ChangePasswordForm",
    "reauthenticate": "almoner.web.account.forms.ReauthenticateForm",
}
# Attempts, counted in the shared cache by address and by account
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
    "join": "20/m/ip",
    # From one address, and letters to one: nobody shall have others' letter boxes filled by us.
    "enquiry": "6/10m/ip,30/d/ip",
    "enquiry-letter": "4/d/key",
    "follow": "6/10m/ip,30/d/ip",
    "follow-letter": "4/d/key",
}
MFA_ADAPTER = "almoner.web.account.adapters.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_SECURE  # a browser itself allows it for localhost only
MFA_TOTP_ISSUER = BODY_NAME
MFA_FORMS = {
    "authenticate": "almoner.web.account.forms.CodeForm",
    "reauthenticate": "almoner.web.account.forms.ReauthenticateByCodeForm",
    "activate_totp": "almoner.web.account.forms.ActivateTOTPForm",
    "add_webauthn": "almoner.web.account.forms.AddPasskeyForm",
}

# Sign-in through the body's own directory (Entra ID, or any OpenID Connect), for people known here
OIDC_ISSUER = text("ALMONER_OIDC_ISSUER").rstrip("/")
# Entra ID does not say that it verified an address: set this for a directory of your own only
OIDC_TRUSTS_EMAIL = flag("ALMONER_OIDC_TRUST_EMAIL")
SOCIALACCOUNT_ADAPTER = "almoner.web.account.adapters.OutsideSignIn"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "directory",
                "name": text("ALMONER_OIDC_NAME", "your organisation"),
                "client_id": text("ALMONER_OIDC_CLIENT_ID"),
                "secret": secret("ALMONER_OIDC_CLIENT_SECRET"),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}

# Cookies and headers
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_NAME = "almoner_session"
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if IS_SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if flag("ALMONER_BEHIND_PROXY"):  # 1 where a proxy takes the https and sets X-Forwarded-Proto
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = IS_SECURE
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # attempts are counted by the address that it saw
    SECURE_REDIRECT_EXEMPT = ["^healthz$", "^metrics$"]
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # the domain's other hosts are not ours to bind
    "security.W008",  # without ALMONER_BEHIND_PROXY, whoever takes the https redirects to it
    "security.W021",  # nor is it for us to put the domain on the browsers' list
]
OIDC_ORIGIN = ["{0.scheme}://{0.netloc}".format(urlsplit(OIDC_ISSUER))] if OIDC_ISSUER else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Browsers hold a form's redirect to this as well: signing in may lead to the directory.
        "form-action": [SELF, *OIDC_ORIGIN],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# What several processes share: allauth counts attempts here
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "almoner_cache",
        # Beyond so many, entries are thrown out at random: nobody shall drown their own count.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Megabytes of public pages that each process keeps until anything public changes; 0 keeps none
KEPT_MB = number("ALMONER_KEPT_MB", 8)

# How many requests a minute one address may make of the API; 0 sets no limit
API_LIMIT = number("ALMONER_API_LIMIT", 600)

# Mail: all of it goes by the outbox, which hands it on by MAIL_TRANSPORT; the console, until set
EMAIL_BACKEND = "almoner.outbox.mail.OutboxBackend"
EMAIL_HOST = text("ALMONER_SMTP_HOST")  # who takes our mail; without one, the console shows it
EMAIL_PORT = number("ALMONER_SMTP_PORT", 587)  # where that server listens
EMAIL_HOST_USER = text("ALMONER_SMTP_USER")  # who we are to that server
EMAIL_HOST_PASSWORD = secret("ALMONER_SMTP_PASSWORD")  # and what proves it
# Encrypt once connected, as on port 587
EMAIL_USE_TLS = flag("ALMONER_SMTP_STARTTLS", default=True)
EMAIL_USE_SSL = flag("ALMONER_SMTP_TLS")  # from the first byte, as on port 465
if EMAIL_USE_SSL:
    EMAIL_USE_TLS = False
EMAIL_TIMEOUT = 20
# Whom messages come from
DEFAULT_FROM_EMAIL = SERVER_EMAIL = text(
    "ALMONER_MAIL_FROM", f"almoner@{urlsplit(ADDRESS).hostname}"
)
MAIL_TRANSPORT = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"

# Background work: the queue is a table, `almoner worker` empties it
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# For the operator: logs are JSON on the error stream, metrics are for whoever has the token
LOGGING_CONFIG = "almoner.core.logs.configure"
LOGGING = {"level": text("ALMONER_LOG_LEVEL", "INFO").upper()}  # DEBUG, INFO, WARNING or ERROR
DJANGO_STRUCTLOG_USER_ID_FIELD = "reference"
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = 10  # DEBUG: one line a request is enough
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = 20  # INFO: a page not found is nothing to warn of
METRICS_TOKEN = secret("ALMONER_METRICS_TOKEN")  # without one, only this machine may read them
