"""Django's settings, computed from `terbit.config`. No other file reads the environment."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
import django

from terbit import config as terbit_config

CONFIG = terbit_config.read()
PACKAGE = Path(__file__).parent
HOME = CONFIG.home
TERBIT_THEME = HOME / "theme"  # templates, styles and pictures of the newsroom's own

TERBIT_URL = CONFIG.string("url")
_public = urlsplit(TERBIT_URL)
_https = _public.scheme == "https"


def _secret_key() -> str:
    """The key made by `terbit init`; without a site folder yet, one that lasts as long as the process."""
    if given := CONFIG.string("secret_key"):
        return given
    path = HOME / "secret_key"
    try:
        key = path.read_text().strip()
    except (FileNotFoundError, NotADirectoryError):
        from django.core.management.utils import get_random_secret_key

        return get_random_secret_key()
    except OSError as error:
        raise terbit_config.ConfigError(f"The secret key {path} cannot be read: {error.strerror}.") from None
    if not key:
        raise terbit_config.ConfigError(f"The secret key {path} is empty: put it back from a backup.")
    return key


SECRET_KEY = _secret_key()
DEBUG = bool(CONFIG.debug)
# Host headers are not used for addresses (TERBIT_URL is), so a wrong one is only refused.
ALLOWED_HOSTS = [_public.hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [TERBIT_URL]
SITE_ID = None

INSTALLED_APPS = [
    "terbit.demo",
    "terbit.house",
    "terbit.moving",
    "terbit.moving.tidying",
    "terbit.readers",
    "terbit.theme",
    "terbit.feeds",  # after the paper: fronts and stories are pressed first
    "terbit.fronts",
    "terbit.workflow",
    "terbit.newsroom",
    "terbit.pictures",
    "terbit.staff",
    "terbit.search",
    "terbit.press",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "terbit.staff.apps.WagtailUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "terbit.workflow.apps.NewsroomAdminConfig",
    "wagtail",
    "django_tasks_db",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "terbit.press.middleware.FollowLog",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "terbit.staff.middleware.LastSeen",
    "terbit.newsroom.clock.NewsroomClock",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "terbit.workflow.gate.Gate",
]

ROOT_URLCONF = "terbit.urls"
WSGI_APPLICATION = "terbit.wsgi.application"
APPEND_SLASH = False  # an article's path is exact; the resolver itself knows slashless addresses

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "terbit.theme.own.Cached",
                    ["terbit.theme.own.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

if url := CONFIG.string("database_url"):
    INSTALLED_APPS.append("django.contrib.postgres")  # the search vectors of Wagtail's index ask for it
    DATABASES = {"default": dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)}
    # A network that is cut without a word is noticed in 20 s.
    usual = {"connect_timeout": 10, "tcp_user_timeout": 20_000}
    DATABASES["default"]["OPTIONS"] = usual | DATABASES["default"].get("OPTIONS", {})
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "db.sqlite3",
            "CONN_MAX_AGE": 60,  # opening one costs as much as three questions
            # Eight writers at once: the default journal and deferred transactions lose 99 of 100 to
            # "database is locked"; WAL with IMMEDIATE and a generous timeout loses none. Mapped as far as
            # SQLite maps (2 GiB), a list of an archive costs half as much; the memory is the system's cache.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
                    "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=2147418112; PRAGMA cache_size=-8000;"
                ),
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "terbit_staff.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24  # links asked for by e-mail; those of administrators live seven days
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
# `wsgi.py` has already put in what a proxy of ours says; Django itself believes no header.
TERBIT_PROXIES = CONFIG.names("proxies")
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 30 if _https else 0
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview shows our pages in a frame of our own

# Prints lie beside the house, or where an operator has room for them.
TERBIT_PRINTS = Path(CONFIG.string("prints")) if CONFIG.string("prints") else HOME / "prints"
TERBIT_PRINTS_BYTES = CONFIG.number("prints_gb") * 1024**3
TERBIT_READINGS = HOME / "readings"  # of this machine
TERBIT_OLD_EDITIONS = CONFIG.number("old_editions")
TERBIT_CDN = CONFIG.cdn
_CDNS = {
    "varnish": ("Varnish", "LOCATION", "http://"),
    "cloudflare": ("Cloudflare", "ZONEID", ""),
    "cloudfront": ("CloudFront", "DISTRIBUTION_ID", ""),
}
TERBIT_WEBSUB_HUB = CONFIG.string("websub_hub")
WAGTAILFRONTENDCACHE = {}
if TERBIT_CDN:
    _backend, _names, _before = _CDNS[TERBIT_CDN.kind]
    WAGTAILFRONTENDCACHE["default"] = {
        "BACKEND": f"terbit.press.caches.{_backend}",
        _names: f"{_before}{TERBIT_CDN.name}",
        "BEARER_TOKEN": TERBIT_CDN.token,
    }

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
FORMAT_MODULE_PATH = "terbit.lib.formats"
LOCALE_PATHS = [PACKAGE / "locale", PACKAGE / "locale_wagtail"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = HOME / "media"
MEDIA_URL = "/ruang-redaksi/media/"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Each process would remember renditions that another has deleted.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "background": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []},
}

_mailer = CONFIG.mailer
if django.VERSION >= (6, 1):
    MAILERS = {
        "default": {"OPTIONS": asdict(_mailer) | {"timeout": 10}}
        if _mailer
        else {"BACKEND": "terbit.house.mail.LogBackend"}
    }
elif _mailer:
    EMAIL_HOST, EMAIL_PORT = _mailer.host, _mailer.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mailer.username, _mailer.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mailer.use_tls, _mailer.use_ssl
    EMAIL_TIMEOUT = 10
else:
    EMAIL_BACKEND = "terbit.house.mail.LogBackend"
TERBIT_MAIL = bool(_mailer)  # without it one-time links are handed over by people
DEFAULT_FROM_EMAIL = CONFIG.string("email_from") or f"terbit@{_public.hostname}"

WAGTAIL_SITE_NAME = "Terbit"
WAGTAILADMIN_BASE_URL = TERBIT_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_RESET_ENABLED = TERBIT_MAIL
WAGTAILADMIN_USER_LOGIN_FORM = "terbit.staff.entrance.LoginForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "terbit.staff.entrance.PasswordResetForm"  # noqa: S105
WAGTAIL_USER_TIME_ZONES = []  # nobody has one of his own: the newsroom goes by the publication's clock
WAGTAIL_I18N_ENABLED = False
WAGTAILIMAGES_IMAGE_MODEL = "terbit_pictures.Picture"
WAGTAILDOCS_DOCUMENT_MODEL = "terbit_pictures.MediaFile"
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_AUTOSAVE_INTERVAL = 2000
WAGTAIL_EDITING_SESSION_PING_INTERVAL = 10000
WAGTAIL_FINISH_WORKFLOW_ACTION = "terbit.workflow.finish.publish_approved"
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = True
WAGTAIL_REDIRECTS_AUTO_CREATE = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "terbit.pictures.searchbackend"}}
WAGTAILIMAGES_IMAGE_FORM_BASE = "terbit.pictures.forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jpeg", "jpg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = int(CONFIG.string("picture_max_mb")) * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000  # decoded, 200 MB
WAGTAILDOCS_DOCUMENT_FORM_BASE = "terbit.pictures.forms.MediaFileForm"
WAGTAILDOCS_EXTENSIONS = ["m4a", "mp3", "mp4", "ogg", "webm"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = int(CONFIG.string("media_max_mb")) * 1024 * 1024
TERBIT_LARGEST_UPLOAD = max(WAGTAILIMAGES_MAX_UPLOAD_SIZE, WAGTAILDOCS_MAX_UPLOAD_SIZE)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "terbit.house.logs.Line",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        },
    },
    "filters": {"one_line": {"()": "terbit.house.logs.OneLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "terbit": {"level": CONFIG.string("log_level").upper()},
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "django.security.DisallowedHost": {"filters": ["one_line"]},
    },
}

SILENCED_SYSTEM_CHECKS: list[str] = []
