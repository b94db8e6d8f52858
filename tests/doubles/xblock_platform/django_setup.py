"""The Django settings lti-consumer-xblock needs, and its database, made afresh for one process."""

from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

PLATFORM_NAME = "Northwind Academy"


def set_up(base_url: str, folder: Path) -> None:
    """Configure Django to answer at `base_url` with an empty database inside `folder`."""
    settings.configure(
        ALLOWED_HOSTS=["*"],
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": folder / "platform.sqlite3",
                "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE"},
            }
        },
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        FEATURES={},
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "rest_framework",
            "django_filters",
            "lti_consumer",
        ],
        LMS_ROOT_URL=base_url,
        # The first clears what a request cached, the others say who is signed in: nobody.
        MIDDLEWARE=[
            "edx_django_utils.cache.middleware.RequestCacheMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        OPENEDX_TELEMETRY=[],
        PLATFORM_NAME=PLATFORM_NAME,
        ROOT_URLCONF="pages",
        SECRET_KEY="a throw-away platform for tests",
        TEMPLATES=[
            {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}
        ],
        USAGE_ID_PATTERN=r"(?P<usage_id>block-v1:[^/]+)",
        USE_TZ=True,
    )
    django.setup()
    call_command("migrate", verbosity=0)
