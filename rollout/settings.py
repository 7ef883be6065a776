"""Django settings, read from the environment; ``docs/configuration.md`` lists every variable.

``ROLLOUT_ENV=local`` (the default) serves this machine alone, from the embedded database, with demonstration
accounts. ``ROLLOUT_ENV=production`` refuses to start on anything unsafe.
"""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from rollout import env, localdb

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR", "") or BASE_DIR / "var").resolve()

ENVIRONMENT = env.choice("ROLLOUT_ENV", "local", ("local", "production"))
PRODUCTION = ENVIRONMENT == "production"
DEBUG = env.flag("DEBUG", False)
SECRET_KEY = env.text("SECRET_KEY") if PRODUCTION else localdb.secret_key(VAR_DIR)
ALLOWED_HOSTS = env.listing("ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.listing("CSRF_TRUSTED_ORIGINS")
DEMO_ACCOUNTS_ALLOWED = not PRODUCTION

if PRODUCTION:
    if DEBUG:
        raise ImproperlyConfigured("DEBUG must be off in production: it shows the program's inside to strangers.")
    if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or SECRET_KEY.startswith("django-insecure-"):
        raise ImproperlyConfigured("SECRET_KEY is too weak: use 50 random characters or more.")
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the host names this service answers to.")

INSTALLED_APPS = [
    # Before the project, which shows the library's jobs in the administration in its own way.
    "django_tasks",
    "django_tasks_db",
    "rollout.apps.RolloutConfig",
    "workflows.apps.WorkflowsConfig",
    "sites.apps.SitesConfig",
    "accounts.apps.AccountsConfig",
    "gis_data.apps.GisDataConfig",
    "rollout.admin_site.CalmAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",  # for its command clearsessions; the rows are accounts.Session
    "django.contrib.messages",
    "django.contrib.gis",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",  # the form templates that rollout/templates does not override
    "leaflet",
    "axes",
]

MIDDLEWARE = [
    "rollout.api.middleware.problems_for_programs",
    "rollout.transport.explained_slowness",
    "rollout.transport.BoundedBodies",
    "rollout.transport.utf8_only",
    "rollout.transport.no_null_characters",
    "rollout.transport.private_pages",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "rollout.language.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "rollout.content_policy.content_policy",
    "axes.middleware.AxesMiddleware",
    "rollout.pages.not_allowed.explained_not_allowed",
]

ROOT_URLCONF = "rollout.urls"
WSGI_APPLICATION = "rollout.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rollout.context.installation",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database: the embedded cluster unless DATABASE_URL names another server ---
_database = env.postgres("DATABASE_URL")
if PRODUCTION and not _database:
    raise ImproperlyConfigured("Set DATABASE_URL: production does not run on the embedded database.")
DATABASES = {
    "default": {**(_database or localdb.connection(VAR_DIR)), "ENGINE": "django.contrib.gis.db.backends.postgis"}
}
DATABASES["default"].update(
    CONN_MAX_AGE=env.integer("DATABASE_CONN_MAX_AGE", 60),
    CONN_HEALTH_CHECKS=True,
    ATOMIC_REQUESTS=False,
    # PgBouncer in transaction mode needs this: no server-side cursor outlives its transaction.
    DISABLE_SERVER_SIDE_CURSORS=True,
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# GDAL older than 3.9 (Debian 12 has 3.6) cannot be told to follow no link in a coordinate system given as free text.
# No such text reaches it: gis_data.importers takes EPSG numbers, or what a file of a few known formats declares.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]

# --- People ---
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
AXES_FAILURE_LIMIT = env.integer("LOGIN_FAILURE_LIMIT", 8, minimum=1)
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_IPWARE_PROXY_COUNT = env.integer("PROXY_COUNT", 0) or None

# --- Language, time, numbers ---
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "rollout" / "locale"]
TIME_ZONE = "Asia/Pontianak"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["rollout.formats"]

# --- Files ---
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", "") or VAR_DIR / "media")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "rollout.staticfiles.ModuleManifestStorage"},
}
WHITENOISE_MAX_AGE = 60 * 60
# Larger bodies are refused before they are read; a survey photograph is at most UPLOAD_MAX_BYTES.
UPLOAD_MAX_BYTES = env.integer("UPLOAD_MAX_BYTES", 15 * 1024 * 1024, minimum=1)
UPLOAD_MAX_PIXELS = env.integer("UPLOAD_MAX_PIXELS", 60_000_000, minimum=1)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 40
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- Background work: the queue is a table of the database; `manage.py work` is its worker ---
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# Once a day, on working days, people are written to who want it so.
DIGEST_HOUR = env.integer("DIGEST_HOUR", 7, maximum=23)

# --- Mail: on one's own machine each mail becomes a file ---
_host = next(iter(ALLOWED_HOSTS), "localhost")
PUBLIC_URL = env.origin(
    "PUBLIC_URL",
    f"https://{_host}" if PRODUCTION else f"http://localhost:{env.integer('PORT', 8000, minimum=1)}",
    schemes=("https",) if PRODUCTION else ("http", "https"),
)
_mail = env.mail("EMAIL_URL", None if PRODUCTION else (VAR_DIR / "mail").as_uri(), tls_required=PRODUCTION)
SENDS_MAIL = _mail is not None
globals().update(_mail or {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"})
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.address(
    "MAIL_FROM", f"Pantau KDMP <pantau@{_host if PRODUCTION else 'localhost'}>"
)
EMAIL_USE_LOCALTIME = True

# --- Cache: local memory serves one machine; CACHE_URL-style backends fit behind the same setting ---
_MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 500}}
CACHES = {"default": _MEMORY, "tiles": {**_MEMORY, "LOCATION": "tiles"}}

# --- Browser security ---
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
if env.flag("BEHIND_TLS_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- The map ---
BASEMAP_TILES = env.text("BASEMAP_TILES", "")  # e.g. a tile URL with {z}/{x}/{y}; empty = the offline base map
BASEMAP_ATTRIBUTION = env.text("BASEMAP_ATTRIBUTION", "© OpenStreetMap")
_tile_origin = ["/".join(BASEMAP_TILES.split("/")[:3])] if BASEMAP_TILES else []
CONTENT_SECURITY_POLICY = {
    "default-src": ["'self'"],
    "img-src": ["'self'", "data:", "blob:", *_tile_origin],
    "object-src": ["'none'"],
    "base-uri": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}

# --- The API: the apps' routers ask ninja for "the" paging, so that they need not know ours ---
NINJA_PAGINATION_CLASS = "rollout.api.paging.KeysetPagination"

# --- Rules of the programme that a regulation or an office may change ---
MIN_PLOT_M2 = env.integer("MIN_PLOT_M2", 1000, minimum=1)
# How long a building is planned to take that has no planned completion of its own.
BUILDING_DAYS = env.integer("BUILDING_DAYS", 90, minimum=1)
# A building at work is stale after so many days without a report (the field reports every day).
STALE_REPORT_DAYS = env.integer("STALE_REPORT_DAYS", 3, minimum=1)
AREA_TOLERANCE_PERCENT = env.integer("AREA_TOLERANCE_PERCENT", 10, minimum=0)
AREA_LIMIT_FACTOR = env.integer("AREA_LIMIT_FACTOR", 2, minimum=1)
# What layers of the map that protect their area say stops a verification only where the installation wants it to.
PROTECTED_PLOTS_STOP = env.flag("PROTECTED_PLOTS_STOP", False)
# Does anybody see a map and figures per village (rollout/public), and of which province?
PUBLIC_VIEW = env.flag("PUBLIC_VIEW", False)
PUBLIC_VIEW_REGION = env.text("PUBLIC_VIEW_REGION", "62")
# How far from a loaded road or settlement is told to whoever verifies a plot.
PLOT_FAR_M = env.integer("PLOT_FAR_M", 1000, minimum=1)
PROGRAMME_START = env.date("PROGRAMME_START", "2025-01-01")
INTERNET_MIN_DOWN_MBPS = env.integer("INTERNET_MIN_DOWN_MBPS", 10, minimum=0)
INTERNET_MIN_UP_MBPS = env.integer("INTERNET_MIN_UP_MBPS", 2, minimum=0)
INTERNET_MIN_POWER_HOURS = env.integer("INTERNET_MIN_POWER_HOURS", 4, minimum=0)
# No law says when a cooperative is active. In January 2026 thirteen counted as "active and ready for aid" while hardly
# an outlet stood, so the programme cannot have meant a level that needs one.
READINESS_ACTIVE_LEVEL = env.choice(
    "READINESS_ACTIVE_LEVEL", "papers_complete", ("legal", "papers_complete", "outlet_ready", "trading", "reporting")
)
READINESS_MIN_REPORTS = env.integer("READINESS_MIN_REPORTS", 3, minimum=1)

_log_level = env.text("LOG_LEVEL", "INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    # On the handler too: Django's own loggers have levels of their own, which the root's does not raise.
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "level": _log_level}},
    "root": {"handlers": ["console"], "level": _log_level},
}
