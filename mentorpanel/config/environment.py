"""Reads what the environment says, once, into plain values."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

import platformdirs

PACKAGE_FOLDER = Path(__file__).resolve().parent.parent


def data_folder() -> Path:
    """The folder that holds database, spool and key: ``MENTORPANEL_DATA`` or the platform's user data folder."""
    os.umask(0o077)  # Whatever this program makes is readable by its owner alone.
    named = os.environ.get("MENTORPANEL_DATA")
    folder = (
        Path(named).expanduser()
        if named
        else Path(platformdirs.user_data_dir("mentorpanel", appauthor=False))
    )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """``MENTORPANEL_SECRET_KEY``, or one made once and kept in the data folder with mode 600."""
    given = os.environ.get("MENTORPANEL_SECRET_KEY")
    if given:
        return given
    kept = folder / "secret-key"
    try:
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return kept.read_text(encoding="ascii").strip() or _rewritten(kept)
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        made = secrets.token_urlsafe(48)
        handle.write(made)
    return made


def _rewritten(kept: Path) -> str:
    made = secrets.token_urlsafe(48)
    kept.write_text(made, encoding="ascii")
    return made


def database(folder: Path) -> dict[str, object]:
    """Django's database settings: PostgreSQL by ``MENTORPANEL_DATABASE_URL``, else SQLite in the data folder."""
    address = os.environ.get("MENTORPANEL_DATABASE_URL", "")
    if not address:
        return {
            "ENGINE": "mentorpanel.storage.sqlite",
            "NAME": str(folder / "mentorpanel.sqlite3"),
            # What divides tests among processes knows by Django's own name of the engine alone that memory needs no file.
            "TEST": {"NAME": ":memory:"},
            # Opening anew for each page costs more than most pages read, and forgets the statements that are planned.
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlsplit(address)
    if parts.scheme not in ("postgres", "postgresql"):
        raise SystemExit(
            f"MENTORPANEL_DATABASE_URL starts with “{parts.scheme}://”; only postgresql://user:password@host/name is known."
        )
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.pop("host", "") or parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }


def accepted_hosts(public_url: str) -> list[str]:
    """Local names and the public address's; anything else is answered with 400 (rebinding)."""
    hosts = ["localhost", "127.0.0.1", "[::1]"]
    name = urlsplit(public_url).hostname
    return [*hosts, name] if name else hosts
