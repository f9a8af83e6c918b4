"""Real mail servers on loopback: one that takes mail, one that keeps a mailbox, and others that do not behave."""

import asyncio
import contextlib
import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

DOVECOT = next(
    (path for path in ("/usr/sbin/dovecot", shutil.which("dovecot")) if path and Path(path).exists()), None
)
USER, PASSWORD = "box@x.example", "open sesame"
CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_location = maildir:{folder}/mail
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
{tls}
service anvil {{
  chroot =
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {folder}/users
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home
}}
"""


class Inbox:
    """Takes mail; ``answers`` are given to the first RCPT commands instead of 250, ``slowly`` is seconds per mail."""

    def __init__(self, *answers: str, slowly: float = 0.0) -> None:
        self.answers = list(answers)
        self.slowly = slowly
        self.arrived: list[tuple[list[str], bytes]] = []
        self.is_busy = threading.Event()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.arrived.append((list(envelope.rcpt_tos), bytes(envelope.content)))
        self.is_busy.set()
        if self.slowly:
            await asyncio.sleep(self.slowly)
        return "250 taken"

    @property
    def mails(self) -> list[EmailMessage]:
        """What has arrived, read."""
        found = [message_from_bytes(content, policy=policy.default) for _, content in self.arrived]
        return [mail for mail in found if isinstance(mail, EmailMessage)]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(inbox: Inbox, port: int = 0) -> Iterator[str]:
    """The address of a mail server that puts what it takes into ``inbox``."""
    controller = Controller(inbox, hostname="127.0.0.1", port=port or free_port())
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()


@contextmanager
def behaving(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """The address of a bare server that treats each caller as ``talk`` does, then hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))
    is_over = threading.Event()

    def answer() -> None:
        while not is_over.is_set():
            try:
                caller, _ = listener.accept()
            except OSError:
                return
            with caller:
                talk(caller)

    threading.Thread(target=answer, daemon=True).start()
    try:
        yield f"smtp://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        is_over.set()
        listener.close()


class ImapServer:
    """One mailbox. ``url`` leads to its INBOX; mails are put there as a mail server would."""

    def __init__(self, folder: Path, port: int, tls_port: int, uid: int, gid: int) -> None:
        self.folder, self.port, self.tls_port, self._ids = folder, port, tls_port, (uid, gid)
        self._count = 0

    @property
    def url(self) -> str:
        """The mailbox without encryption, as on loopback alone."""
        return self.url_of("imap", self.port)

    def url_of(
        self, scheme: str, port: int, folder: str = "INBOX", password: str = PASSWORD, more: str = ""
    ) -> str:
        """Another way to the mailbox, or to another folder of it."""
        known = password.replace(" ", "%20")
        return f"{scheme}://{USER.replace('@', '%40')}:{known}@127.0.0.1:{port}/{folder}{more}"

    def put(self, *mails: bytes, folder: str = "INBOX", at: datetime | None = None) -> None:
        """Mails arrive, now or at another moment."""
        self.put_all(mails, folder=folder, at=at)

    def put_all(self, mails: Iterable[bytes], *, folder: str = "INBOX", at: datetime | None = None) -> None:
        """Many mails arrive, one after the other."""
        place = self._maildir(folder)
        for content in mails:
            self._count += 1
            path = place / "new" / f"{int(time.time())}.M{self._count:07d}.test"
            path.write_bytes(content)
            os.chown(path, *self._ids)
            if at is not None:
                os.utime(path, (at.timestamp(), at.timestamp()))

    def files(self, folder: str = "INBOX") -> list[str]:
        """What lies in a folder, by names that hold the marks of each mail."""
        place = self._maildir(folder)
        return sorted(f"{kind}/{path.name}" for kind in ("new", "cur") for path in (place / kind).iterdir())

    def clear(self) -> None:
        """The mailbox is empty again, and so are its other folders."""
        for path in list((self.folder / "mail").iterdir()):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()

    def number_anew(self) -> None:
        """The server forgets its numbers: the next UIDVALIDITY is another one."""
        for path in (self.folder / "mail").glob("dovecot*"):
            path.unlink()
        validity = self.folder / "mail" / "dovecot-uidvalidity"
        validity.write_text(f"{int(time.time()) + 1000:08x}")
        os.chown(validity, *self._ids)

    def _maildir(self, folder: str) -> Path:
        place = self.folder / "mail" if folder == "INBOX" else self.folder / "mail" / f".{folder}"
        for kind in ("", "new", "cur", "tmp"):
            if not (place / kind).is_dir():
                (place / kind).mkdir(parents=True)
                os.chown(place / kind, *self._ids)
        return place


@contextmanager
def imap_server(*, certificate: Path | None = None) -> Iterator[ImapServer]:
    """A running server; with ``certificate`` (a PEM file with its key) it speaks TLS too. Skipped where dovecot is missing."""
    if DOVECOT is None:
        words = "No dovecot here: apt install dovecot-imapd."
        if os.environ.get("CI"):
            pytest.fail(words, pytrace=False)
        pytest.skip(words)
    folder = Path(tempfile.mkdtemp(prefix="mp-imap-"))
    owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    server = ImapServer(folder, free_port(), free_port(), owner.pw_uid, owner.pw_gid)
    _write(server, owner, certificate)
    with (folder / "out").open("wb") as out:
        process = subprocess.Popen(
            [DOVECOT, "-F", "-c", str(folder / "dovecot.conf")],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
        try:
            _wait_for(server, process)
            yield server
        finally:
            process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            if process.poll() is None:
                process.kill()
                process.wait(10)
            shutil.rmtree(folder, ignore_errors=True)


def _write(server: ImapServer, owner: pwd.struct_passwd, certificate: Path | None) -> None:
    folder = server.folder
    for name in ("run", "state", "home", "mail"):
        (folder / name).mkdir(mode=0o755)
    tls = "ssl = no"
    if certificate is not None:
        (folder / "tls.pem").write_bytes(certificate.read_bytes())
        tls = f"ssl = yes\nssl_cert = <{folder}/tls.pem\nssl_key = <{folder}/tls.pem"
    group = grp.getgrgid(owner.pw_gid).gr_name
    config = CONFIG.format(
        folder=folder, user=owner.pw_name, group=group, port=server.port, tls_port=server.tls_port, tls=tls
    )
    (folder / "dovecot.conf").write_text(config)
    (folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
    folder.chmod(0o755)
    if os.geteuid() == 0:
        for path in (folder / "home", folder / "mail", folder / "users"):
            os.chown(path, owner.pw_uid, owner.pw_gid)


def _wait_for(server: ImapServer, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", server.port), 1) as talk:
            talk.settimeout(5)
            if talk.recv(100).startswith(b"* OK"):
                return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    said = (server.folder / "out").read_text(errors="replace")
    log = server.folder / "log"
    raise AssertionError(
        f"dovecot did not start: {said} {log.read_text(errors='replace') if log.exists() else ''}"
    )
