"""Starts the pages, with or without the worker beside them: ``python -m mentorpanel.config.serve``."""

import argparse
import hashlib
import json
import logging
import multiprocessing
import os
import signal
import socket
import sys
import tempfile
import threading
import time
import webbrowser
from pathlib import Path
from urllib.parse import urlsplit

LOCAL = ("127.0.0.1", "localhost", "::1")
FIRST_PORT = 8000
PORTS_TRIED = 30


def parsed(arguments: list[str]) -> argparse.Namespace:
    """The options of ``serve`` and ``web``."""
    parser = argparse.ArgumentParser(prog="mentorpanel serve", description="Pages and worker in one process.")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (another one needs MENTORPANEL_URL)"
    )
    parser.add_argument("--port", type=int, help=f"port to listen on (the first free one from {FIRST_PORT})")
    parser.add_argument(
        "--demo", action="store_true", help="a ready-made sample panel in a throw-away data folder"
    )
    parser.add_argument(
        "--no-browser", action="store_true", help="print the sign-in link, but do not open it"
    )
    parser.add_argument(
        "--json", action="store_true", help="print the address and the link as one JSON document"
    )
    parser.add_argument(
        "--user", default="", metavar="EMAIL", help="whom the sign-in link is for (the local owner)"
    )
    parser.add_argument("--no-worker", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--processes", type=int, default=1, help="page processes (PostgreSQL only above 1)")
    return parser.parse_args(arguments)


def main() -> int:
    """Prepare the data folder, print the sign-in link, serve until told to stop."""
    options = parsed(sys.argv[1:])
    refusal = _refusal(options)
    if refusal:
        print(f"mentorpanel: {refusal}", file=sys.stderr)
        return 2
    if options.demo:
        _use_throw_away_data()
    options.port = options.port or _free_port(options.host)
    os.environ["MENTORPANEL_LISTEN_PORT"] = str(options.port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorpanel.config.settings")
    return _serve(options)


def _refusal(options: argparse.Namespace) -> str:
    if options.host not in LOCAL and not os.environ.get("MENTORPANEL_URL"):
        return "another --host than this machine's own needs MENTORPANEL_URL, the public address, and a password."
    if options.port is not None and not 1 <= options.port <= 65535:
        return "--port is a number from 1 to 65535."
    if options.port is not None and not _can_listen(options.host, options.port):
        return f"port {options.port} is in use; leave --port out to take the next free one."
    return ""


def _use_throw_away_data() -> None:
    """The demo's own data folder; it ignores database and mail settings, so that no real mailbox is read."""
    for name in ("DATABASE_URL", "SMTP_URL", "MAIL_FROM", "IMAP_URL"):
        os.environ.pop(f"MENTORPANEL_{name}", None)
    os.environ["MENTORPANEL_DATA"] = tempfile.mkdtemp(prefix="mentorpanel-demo-")


def _serve(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.conf import settings

    from mentorpanel.domain.problems import Problem
    from mentorpanel.usecases import demo, sign_in, start

    try:
        owner = start.open_database()
        owner = sign_in.owner_named(options.user) if options.user else owner
        if options.demo:
            demo.fill(owner)
        _collect_static(Path(settings.STATIC_ROOT))
        if options.host not in LOCAL and not any(one.has_usable_password() for one in sign_in.all_owners()):
            print("mentorpanel: first give an owner a password: mentorpanel user add EMAIL", file=sys.stderr)
            return 2
    except Problem as problem:
        print(f"mentorpanel: {problem.message}", file=sys.stderr)
        return 1
    address = f"http://{'localhost' if options.host in LOCAL else options.host}:{options.port}"
    link = f"{address}/link/{sign_in.make_link(owner)}/"
    _note_address(settings.DATA_FOLDER, address)
    if options.json:
        print(json.dumps({"address": address, "link": link, "valid_minutes": 10}), flush=True)
    else:
        print(f"Mentorpanel is at {address}\nSign in within 10 minutes, once: {link}", flush=True)
    _run_until_stopped(options, link)
    return 0


def _run_until_stopped(options: argparse.Namespace, link: str) -> None:
    from django.conf import settings
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces

    from mentorpanel.worker.loop import Loop
    from mentorpanel.worker.slots import Slot

    connections.close_all()
    # Never fork: SQLite's locks do not survive it, and the worker's thread may hold the database open just then.
    multiprocessing.set_start_method("spawn")
    logging.getLogger("_granian").setLevel(logging.WARNING)
    server = Granian(
        "mentorpanel.config.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.processes,
        blocking_threads=6,
        log_access=False,
        log_enabled=False,
        workers_kill_timeout=3,
        respawn_failed_workers=True,
    )
    loop = work = None
    if not options.no_worker:
        slot = Slot(settings.DATA_FOLDER)
        loop = Loop(name=slot.name)
        work = threading.Thread(target=loop.run, name="worker", daemon=True)
        work.start()
    if not options.no_browser:
        threading.Thread(target=_open_when_ready, args=(options, link), daemon=True).start()
    try:
        server.serve()
    finally:
        if loop is not None and work is not None:
            loop.stop.set()
            work.join(1.0)


def _open_when_ready(options: argparse.Namespace, link: str) -> None:
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        return
    for _ in range(100):
        if not _can_listen(options.host, options.port):
            webbrowser.open(link)
            return
        time.sleep(0.1)


def _note_address(folder: Path, address: str) -> None:
    """Where this machine's pages are, for the links that commands print."""
    (folder / "address").write_text(address, encoding="ascii")


def _collect_static(root: Path) -> None:
    """Gather the static files once per version of them."""
    from django.core.management import call_command

    stamp = _static_stamp()
    kept = root / ".stamp"
    if kept.exists() and kept.read_text(encoding="ascii") == stamp:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=root.exists())
    kept.write_text(stamp, encoding="ascii")


def _static_stamp() -> str:
    from django.contrib.staticfiles import finders

    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
    return digest.hexdigest()


def _free_port(host: str) -> int:
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        if _can_listen(host, port):
            return port
    raise SystemExit(
        f"mentorpanel: no free port from {FIRST_PORT} to {FIRST_PORT + PORTS_TRIED}; name one with --port."
    )


def _can_listen(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    if urlsplit(os.environ.get("MENTORPANEL_URL", "")).scheme not in ("", "http", "https"):
        raise SystemExit("mentorpanel: MENTORPANEL_URL starts with http:// or https://.")
    sys.exit(main())
