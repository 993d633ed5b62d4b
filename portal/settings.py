"""Every setting of the portal, in one file; what differs between machines comes from the
environment. README.md holds the table of variables; keep the two together.
"""

import os
from datetime import date, timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()

DEBUG = env.bool("DEBUG", False)

# Everything the running portal writes: the SQLite file, mail files, uploads, collected statics.
VAR_DIR = BASE_DIR / env.str("VAR_DIR", "var")

DEVELOPMENT_KEY = "khoa-chi-dung-khi-phat-trien-khong-bao-gio-dung-cho-he-thong-that"
SECRET_KEY = env.str("SECRET_KEY", DEVELOPMENT_KEY if DEBUG else "")
if not DEBUG and SECRET_KEY in ("", DEVELOPMENT_KEY):
    raise ImproperlyConfigured(
        "Chưa đặt SECRET_KEY nên hệ thống không khởi động: thiếu khóa bí mật thì ai cũng có thể "
        "giả mạo phiên đăng nhập. Đặt biến môi trường SECRET_KEY bằng một chuỗi ngẫu nhiên, ví dụ "
        'kết quả của lệnh: python -c "import secrets; print(secrets.token_urlsafe(64))". '
        "Để chạy thử trên máy cá nhân, dùng `make run` hoặc đặt DEBUG=1."
    )

# --- Demonstration -------------------------------------------------------------------------------

DEMO_PASSWORD = env.str("DEMO_PASSWORD", "demo-146")
# The day the portal believes it is (`portal.clock`); None in real use.
_demo_today = env.str("DEMO_TODAY", "")
DEMO_TODAY = date.fromisoformat(_demo_today) if _demo_today else None

# --- Applications --------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tables2",
    "django_filters",
    "django_htmx",
    "simple_history",
    "axes",
    "csp",
    "portal",
    "provinces",
    "ministries",
    "training",
    "reporting",
]

MIDDLEWARE = [
    "portal.logs.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # slow lines; pads each page against BREACH
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.middleware.ClosedByDefault",
    "portal.accounts.sessions.RenewSession",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "portal.ui.nav.frame",
            ],
        },
    },
]

# --- Database ------------------------------------------------------------------------------------

DATABASES = {
    "default": env.dj_db_url(
        "DATABASE_URL",
        f"sqlite:///{VAR_DIR / 'portal.sqlite3'}",
        conn_max_age=env.int("CONN_MAX_AGE", 600),
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    # Four writing processes: no lock error in 600 transactions; 383 with Django's defaults.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        transaction_mode="IMMEDIATE",
        timeout=20,
        init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    )

# --- People and sessions -------------------------------------------------------------------------

AUTH_USER_MODEL = "portal.User"
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "portal.accounts.backends.RolesBackend",
]
PASSWORD_HASHERS = ["portal.accounts.hashers.BoundedArgon2PasswordHasher"]
_validators = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_validators}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_validators}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_validators}.CommonPasswordValidator"},
    {"NAME": f"{_validators}.NumericPasswordValidator"},
]

# The longest that a mailed link lives; portal.accounts.links says how long each kind does.
PASSWORD_RESET_TIMEOUT = 7 * 24 * 60 * 60

# How many proxies of our own stand in front; they set X-Forwarded-For and X-Forwarded-Proto.
PROXY_COUNT = env.int("PROXY_COUNT", 0)

AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_CLIENT_IP_CALLABLE = "portal.accounts.addresses.client_address"
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 8 * 60 * 60  # idle time: RenewSession moves it forward
SESSION_RENEW_SECONDS = 15 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.accounts.middleware.csrf_failure"

# --- Language, clock and figures -----------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]  # and no LocaleMiddleware: an English browser gets Vietnamese
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
FORMAT_MODULE_PATH = "portal.formats"
USE_THOUSAND_SEPARATOR = False  # it would put dots into primary keys and years

# python-docx brings lxml, which openpyxl would take: more memory, letters as references. It reads
# this when it is first imported.
os.environ.setdefault("OPENPYXL_LXML", "False")

# --- Files ---------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
_plain_statics = "django.contrib.staticfiles.storage.StaticFilesStorage"
_hashed_statics = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _plain_statics if DEBUG else _hashed_statics},
}
# In development gunicorn serves straight from static/ and sees every change.
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

MEDIA_ROOT = BASE_DIR / env.str("MEDIA_ROOT", str(VAR_DIR / "media"))  # served by views only
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # larger files go to disk while they arrive
# Reads an uploaded file from its standard input; exit code 1 means infected. Empty: no scanning.
VIRUS_SCAN_COMMAND = env.str("VIRUS_SCAN_COMMAND", "")
UPLOAD_MAX_BYTES = 20 * 1024 * 1024  # a scanned plan; forms refuse more
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 20
# A province's list of digital teams is one form: about 1,200 rows of 4 fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- Mail ----------------------------------------------------------------------------------------

_email = env.dj_email_url("EMAIL_URL", f"file://{VAR_DIR / 'mail'}")
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_FILE_PATH = "/" + _email["EMAIL_FILE_PATH"].lstrip("/")
EMAIL_HOST = _email["EMAIL_HOST"]
EMAIL_PORT = _email["EMAIL_PORT"]
EMAIL_HOST_USER = _email["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _email["EMAIL_USE_TLS"]
EMAIL_USE_SSL = _email["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 10
EMAIL_SUBJECT_PREFIX = "[Đề án 146] "
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Đề án 146 <khong-tra-loi@localhost>")
# Where people open the portal: what an e-mail's links begin with.
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000")

# --- The centre's own letters --------------------------------------------------------------------

# The head of an official letter (NĐ 30/2020): authority above, issuer, symbol, place, signer.
CENTRE_SUPERIOR = env.str("CENTRE_SUPERIOR", "Bộ Thông tin và Truyền thông")
CENTRE_NAME = env.str("CENTRE_NAME", "Cục Chuyển đổi số quốc gia")
CENTRE_SYMBOL = env.str("CENTRE_SYMBOL", "CĐSQG")
CENTRE_PLACE = env.str("CENTRE_PLACE", "Hà Nội")
CENTRE_SIGNER = env.str("CENTRE_SIGNER", "Cục trưởng")

# --- Security ------------------------------------------------------------------------------------

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [])

HTTPS = env.bool("HTTPS", not DEBUG)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", 365 * 24 * 60 * 60) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
if PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:"],  # blob: is Plotly's "download as PNG"
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- Logs ----------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "portal.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        # Its lines name accounts and addresses; the same facts are in the admin, behind a sign-in.
        "axes": {"level": "ERROR"},
    },
}
