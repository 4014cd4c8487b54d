"""Start Django for tests: on the database of this run, with a key, answering as a demo does (no TLS)."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django
from django.conf import settings
from django.db import connections

from qianxiao.base.crypto_ring import Ring
from qianxiao.config.env import database


def start() -> None:
    """The settings may have been read before the run's server was up; then its address is put in now."""
    django.setup()
    if "dummy" in settings.DATABASES["default"]["ENGINE"]:
        settings.DATABASES["default"] = database(os.environ["DATABASE_URL"])
        vars(connections).pop("settings", None)
        del connections["default"]
    connections["default"].settings_dict["CONN_MAX_AGE"] = 0  # a served page leaves no connection behind
    settings.SECRET_KEY = "only-for-tests-" + "x" * 40
    settings.DEMO, settings.SECOND_FACTOR = True, False  # as the settings have it in a demo
    home = Path(tempfile.mkdtemp(prefix="qx-keys-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    settings.IMPORTS = str(home / "imports")
    settings.FILE_UPLOAD_TEMP_DIR = str(home)
    settings.KEYS, settings.ROOT_KEY = str(home / "keys"), ""
    settings.AUDIT_HEADS, settings.AUDIT_SPOOL = str(home / "heads.jsonl"), str(home / "spool.jsonl")
    Ring.ensure(home / "keys")
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.LANGUAGE_COOKIE_SECURE = False
