"""What must exist before Django starts: a database address and a secret key of this installation."""

import os
import secrets
from pathlib import Path

from qianxiao.base.paths import ROOT


def secret_file(var: Path) -> Path:
    """The installation's own secret key file (mode 0600), made once; two starts at once agree on one."""
    path = var / "secret-key"
    var.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        part = var / f".secret-key.{os.getpid()}"
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as stream:
            stream.write(secrets.token_urlsafe(48))
        try:
            os.link(part, path)  # fails when another process was first: then its key counts
        except FileExistsError:
            pass
        finally:
            part.unlink()
    return path


def boot(owner: bool = False) -> None:
    """Complete the environment and start Django. DATABASE_URL wins; else our own server is started.

    Pages work under DATABASE_URL, a role bound by row security. `owner` is for commands that change the schema
    or load a month: they work under DATABASE_OWNER_URL where there is one.
    """
    var = Path(os.environ.get("QIANXIAO_VAR", ROOT / "var"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qianxiao.config.settings")
    if not (os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE")):
        from qianxiao.ops.postgres import ensure_server

        server = ensure_server(var / "postgres")
        os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"] = server.app_url, server.url
    if owner:
        os.environ["QIANXIAO_AS_OWNER"] = "1"
    else:
        os.environ.pop("QIANXIAO_AS_OWNER", None)  # a server started by a command is no command
    if not (os.environ.get("QIANXIAO_SECRET_KEY") or os.environ.get("QIANXIAO_SECRET_KEY_FILE")):
        os.environ["QIANXIAO_SECRET_KEY_FILE"] = str(secret_file(var))
    import django

    django.setup()
    from django.conf import settings

    from qianxiao.base.crypto_ring import Ring

    Ring.ensure(Path(settings.KEYS), Path(settings.ROOT_KEY) if settings.ROOT_KEY else None)
