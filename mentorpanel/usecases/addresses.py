"""Where the pages are, for links that leave: in mails, feeds and the shell."""

from pathlib import Path

from django.conf import settings


def base_address() -> str:
    """Where the pages are: the public address, else where they were last started on this machine."""
    noted: Path = settings.DATA_FOLDER / "address"
    here = noted.read_text(encoding="ascii") if noted.exists() else "http://localhost:8000"
    return str(settings.PUBLIC_URL or here)
