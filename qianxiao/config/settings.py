"""Settings of the web half: everything that differs between two installations comes from the environment."""

from pathlib import Path

import django_stubs_ext
import pghistory
from csp.constants import NONE, SELF

from qianxiao.base.paths import ASSETS, ROOT
from qianxiao.config import env

django_stubs_ext.monkeypatch()

VAR = Path(env.text("QIANXIAO_VAR", str(ROOT / "var")))
DEBUG = env.flag("QIANXIAO_DEBUG")
# A demo shows invented people only: it lists its accounts on the sign-in page and may run without TLS.
DEMO = env.flag("QIANXIAO_DEMO")
SECRET_KEY = env.text("QIANXIAO_SECRET_KEY")  # empty fails at first use; boot.py makes one per installation
ALLOWED_HOSTS = env.words("QIANXIAO_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("QIANXIAO_ORIGINS")
# Pages work under a role that owns nothing and is bound by row security; commands of the operator may own.
OWNER_URL = env.text("DATABASE_OWNER_URL") if env.flag("QIANXIAO_AS_OWNER") else ""
DATABASES = {"default": env.database(OWNER_URL or env.text("DATABASE_URL"))}
APP_ROLE = env.text("DATABASE_APP_ROLE", "qianxiao_app")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "qianxiao.masterdata.regions",
    "qianxiao.office.accounts",
    "qianxiao.office.audit",
    "qianxiao.office.duties",
    "qianxiao.office.jobs",
    "qianxiao.office.lists",
    "qianxiao.office.exports",
    "qianxiao.office.reference",
    "qianxiao.registers.people",
    "qianxiao.registers.households",
    "qianxiao.registers.rosters",
    "qianxiao.registers.schools",
    "qianxiao.services.courses",
    "qianxiao.services.studies",
    "qianxiao.services.evaluation",
    "qianxiao.services.training",
    "qianxiao.services.outreach",
    "qianxiao.services.employment",
    "qianxiao.services.curricula",
    "qianxiao.programme.control",
    "qianxiao.programme.keylists",
    "qianxiao.programme.matching",
    "qianxiao.programme.monitoring",
    "qianxiao.programme.policies",
    "qianxiao.money.payments",
    "qianxiao.money.entitlements",
    "qianxiao.money.notices",
    "qianxiao.money.integrity",
    "qianxiao.money.claims",
    "qianxiao.money.archive",
    "qianxiao.returns.close",
    "qianxiao.returns.indicators",
    "qianxiao.returns.analysis",
    "qianxiao.returns.supervision",
    "qianxiao.returns.annual",
    "qianxiao.doors.desk",
    "qianxiao.doors.portal",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # tokens in pages are masked anew each time, lengths are padded
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "qianxiao.office.accounts.middleware.PostMiddleware",
    "qianxiao.office.audit.middleware.StoreAwayMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "qianxiao.config.urls"
WSGI_APPLICATION = "qianxiao.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "qianxiao.doors.desk.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "qianxiao.doors.desk.templatetags.desk",
                "qianxiao.doors.desk.templatetags.parts",
            ],
        },
    }
]

# Keys lie outside the database and its backup; the root key may lie on another device.
KEYS = env.text("QIANXIAO_KEYS", str(VAR / "keys"))
ROOT_KEY = env.text("QIANXIAO_ROOT_KEY_PATH")
# Uploaded rosters, sealed; plain text of one lies in a folder of its own only while it is read.
IMPORTS = env.text("QIANXIAO_IMPORTS", str(VAR / "imports"))
# Lists that were made into large files, sealed until they are fetched or go away.
EXPORTS = env.text("QIANXIAO_EXPORTS", str(VAR / "exports"))
# Recordings and papers of courses: public, by their digest.
COURSES = env.text("QIANXIAO_COURSES", str(VAR / "courses"))
FILE_UPLOAD_TEMP_DIR = str(VAR / "uploads")
FILE_UPLOAD_PERMISSIONS = 0o600
# Heads of the access log: best on a file system that another account or another machine keeps.
AUDIT_HEADS = env.text("QIANXIAO_AUDIT_HEADS", str(VAR / "audit" / "heads.jsonl"))
BANK_URL = env.text("QIANXIAO_BANK")  # of the bank that pays; empty: files are carried by hand
AUDIT_SPOOL = str(VAR / "audit" / "spool.jsonl")
AUDIT_SPOOL_MINUTES = 60  # so long task lists go on without the store (security design 6.9)
AUDIT_MIN_FREE = 64 << 20  # bytes; less room than this stops reveals and downloads
# History rows carry who, post, reason and request themselves, and refuse to be changed.
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_APPEND_ONLY = True

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["qianxiao.office.accounts.backend.PostBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
SIGN_IN_WAIT_MAX = 60  # seconds; the wait doubles from one second with every wrong password

SIGN_IN_PENDING = 5 * 60  # seconds between the password and the code
# Staff prove a device as well (level 3); a demo's passwords are public, so that a device would only be in the way.
SECOND_FACTOR = env.flag("QIANXIAO_SECOND_FACTOR", not DEMO)

# A provincial single sign-on (OpenID Connect); off without an issuer. The claim names the account here, so it must
# be one that people cannot change themselves; the issuer is trusted to ask for a second factor.
OIDC_ISSUER = env.text("QIANXIAO_OIDC_ISSUER")
OIDC_CLIENT_ID = env.text("QIANXIAO_OIDC_CLIENT_ID")
OIDC_CLIENT_SECRET = env.text("QIANXIAO_OIDC_CLIENT_SECRET")
OIDC_CLAIM = env.text("QIANXIAO_OIDC_CLAIM", "sub")

SECURE_TLS = not DEMO and not DEBUG
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_TLS
SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
# Assumed for level 3 (GB/T 22239): half an hour without a request, twelve hours whatever happens; seconds.
SESSION_IDLE, SESSION_LONGEST = 30 * 60, 12 * 3600
SESSION_COOKIE_AGE = SESSION_LONGEST
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_TLS else 0
SECURE_SSL_REDIRECT = False  # the server in front redirects; health checks stay plain
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("QIANXIAO_BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF],
        "script-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = "qianxiao.config.formats"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/assets/"
STATICFILES_DIRS = [ASSETS]
WHITENOISE_USE_FINDERS = True  # the handful of files is served from where it lies: no build step
WHITENOISE_MAX_AGE = 3600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
