"""Django's settings, all from the environment."""

import os
from urllib.parse import urlsplit

from csp.constants import NONCE, SELF

from mentorpanel.config import environment

DATA_FOLDER = environment.data_folder()
SECRET_KEY = environment.secret_key(DATA_FOLDER)
DEBUG = False

PUBLIC_URL = os.environ.get("MENTORPANEL_URL", "").rstrip("/")
LISTEN_PORT = os.environ.get("MENTORPANEL_LISTEN_PORT", "8000")
ALLOWED_HOSTS = environment.accepted_hosts(PUBLIC_URL)
IS_PUBLIC_HTTPS = urlsplit(PUBLIC_URL).scheme == "https"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []

SMTP_URL = os.environ.get("MENTORPANEL_SMTP_URL", "")
MAIL_FROM = os.environ.get("MENTORPANEL_MAIL_FROM", "")
IMAP_URL = os.environ.get("MENTORPANEL_IMAP_URL", "")
# A calendar server at home: addresses of this machine and of private networks, and http, are then taken too.
ALLOW_PRIVATE_ADDRESSES = os.environ.get("MENTORPANEL_ALLOW_PRIVATE_ADDRESSES", "") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "mentorpanel.storage",
    "mentorpanel.web",
]
MIDDLEWARE = [
    "mentorpanel.api.middleware.ApiMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mentorpanel.web.owner.OwnerMiddleware",
    "mentorpanel.web.problems.ProblemMiddleware",
]
ROOT_URLCONF = "mentorpanel.config.urls"
WSGI_APPLICATION = "mentorpanel.config.wsgi.application"
DATABASES = {"default": environment.database(DATA_FOLDER)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "mentorpanel_cache"},
}

AUTH_USER_MODEL = "storage.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = True
# A stranger who guesses at one address must not lock its owner out: the limit counts by address of the caller.
# How many proxies of ours stand before the pages: with none, nobody may say whose address they come from.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("MENTORPANEL_PROXIES", "0") or 0)
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip", "card_link": "30/m/ip"}

SESSION_ENGINE = "mentorpanel.storage.session_store"
SESSION_COOKIE_NAME = f"mentorpanel_{LISTEN_PORT}"
CSRF_COOKIE_NAME = f"mentorpanel_csrf_{LISTEN_PORT}"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PUBLIC_HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_PUBLIC_HTTPS else None
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "mentorpanel.web.problems.csrf_failed"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "mentorpanel.web.jinja.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]
TEMPLATES[0]["DIRS"] = [str(environment.PACKAGE_FOLDER / "web" / "templates")]

STATIC_URL = "/static/"
STATIC_ROOT = str(DATA_FOLDER / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 60 * 60 * 24 * 30
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
# What the machine says; Django writes its own TIME_ZONE over the variable.
MACHINE_TZ = os.environ.get("TZ", "")
TIME_ZONE = "UTC"

UPLOAD_LIMIT_BYTES = 512 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = ["mentorpanel.web.uploads.CappedUploadHandler"]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "filters": {"secrets": {"()": "mentorpanel.config.log_secrets.SecretAddresses"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "mentorpanel": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
