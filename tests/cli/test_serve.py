"""serve as a real process: the link, the hosts that it answers to, the sample, and how it ends."""

import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.mail_servers import free_port
from tests.programs import Program, begun

Served = Callable[..., "Page"]


class Page:
    """A running server and a browser without scripts."""

    def __init__(self, process: subprocess.Popen[str], address: str, link: str) -> None:
        self.process, self.address, self.link = process, address, link
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def ask(self, url: str, *, form: dict[str, str] | None = None, host: str = "") -> tuple[int, str]:
        """Status and body of an answer; redirects are followed."""
        request = urllib.request.Request(url, data=urlencode(form).encode() if form else None)
        request.add_header("Referer", self.address)
        if host:
            request.add_header("Host", host)
        try:
            with self.opener.open(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace")

    def sign_in(self) -> tuple[int, str]:
        """Press the button on the link's page."""
        status, body = self.ask(self.link)
        assert status == 200
        assert '<form method="post"' in body
        return self.ask(self.link, form={"press": "yes"})

    def children(self) -> set[int]:
        """Every process of the server's group."""
        listed = subprocess.run(
            ["ps", "-eo", "pid=,pgid=,stat="], capture_output=True, text=True, check=True
        ).stdout
        rows = [line.split() for line in listed.splitlines()]
        return {int(pid) for pid, group, state in rows if int(group) == self.process.pid and "Z" not in state}


@pytest.fixture
def served() -> Iterator[Served]:
    pages: list[Page] = []

    def start(program: Program, *arguments: str) -> Page:
        port = free_port()
        options = ("--no-browser", "--port", str(port), "--json")
        process = program.start("mentorpanel.cli.entry", "serve", *options, *arguments)
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        page = Page(process, said["address"], said["link"])
        pages.append(page)
        wait_for(page)
        return page

    yield start
    for page in pages:
        for pid in page.children():
            os.kill(pid, signal.SIGKILL)
        page.process.wait(5)


def wait_for(page: Page) -> None:
    for _ in range(300):
        try:
            if page.ask(f"{page.address}/healthy/")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server did not answer in 30 seconds")


def test_it_answers_signs_in_once_and_ends_with_all_its_children(tmp_path: Path, served: Served) -> None:
    page = served(begun(tmp_path))
    assert page.ask(f"{page.address}/healthy/")[0] == 200
    for host in ("evil.example", "localhost.evil.example", "192.168.1.9"):
        assert page.ask(f"{page.address}/healthy/", host=host)[0] == 400
    assert page.ask(page.link)[0] == 200
    assert page.ask(page.link)[0] == 200, "looking uses nothing up"
    status, body = page.sign_in()
    assert (status, "<main" in body) == (200, True)
    assert all(str(cookie.name).endswith(page.address.rpartition(":")[2]) for cookie in page.jar)
    assert page.ask(page.link)[0] == 404, "used up"
    assert page.ask(f"{page.address}/link/invented/")[0] == 404
    known = page.children()
    assert page.process.pid in known
    page.process.send_signal(signal.SIGTERM)
    started = time.monotonic()
    page.process.wait(5)
    while page.children():
        assert time.monotonic() - started < 5
        time.sleep(0.05)


def test_killed_it_leaves_no_process_behind(tmp_path: Path, served: Served) -> None:
    page = served(begun(tmp_path))
    assert len(page.children()) > 1
    page.process.kill()
    page.process.wait(5)
    ends = time.monotonic() + 5
    while page.children() and time.monotonic() < ends:
        time.sleep(0.05)
    assert page.children() == set()


def test_its_worker_takes_captures_in(tmp_path: Path, served: Served) -> None:
    program = begun(tmp_path)
    served(program)
    assert program.run("park", "While it runs").returncode == 0
    spool = tmp_path / "spool"
    for _ in range(200):
        if not list(spool.glob("*.json")):
            break
        time.sleep(0.05)
    assert [one["text"] for one in program.json("parking")["results"]] == ["While it runs"]
    other = program.json("link")
    assert re.match(r"http://localhost:\d+/link/[\w-]{20,}/$", other["url"])


def test_the_sample_lives_in_a_folder_of_its_own(tmp_path: Path, served: Served) -> None:
    real = {
        "MENTORPANEL_SMTP_URL": "smtp://127.0.0.1:1",
        "MENTORPANEL_IMAP_URL": "imap://me:secret@127.0.0.1:1/",
    }
    page = served(Program(tmp_path / "mine", **real, TMPDIR=str(tmp_path)), "--demo")
    status, body = page.sign_in()
    assert status == 200
    for name in ("Ana Ruiz", "Priya Nair", "Omar Haddad"):
        assert name in body
    assert "no mailbox is set" in page.ask(f"{page.address}/settings/mail/")[1], "it read a real mailbox"
    assert not list((tmp_path / "mine").glob("*.sqlite3"))
    assert len(list(tmp_path.glob("mentorpanel-demo-*/*.sqlite3"))) == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--host", "0.0.0.0"), "needs MENTORPANEL_URL"),
        (("--port", "99999"), "from 1 to 65535"),
        (("--nonsense",), "unrecognized"),
    ],
)
def test_what_cannot_be_served_is_wrong_usage(tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    done = Program(tmp_path).run("serve", "--no-browser", *arguments)
    assert done.returncode == 2
    assert says in done.stderr


def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = Program(tmp_path).run("serve", "--no-browser", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "is in use" in done.stderr


def test_another_host_wants_a_password_first(tmp_path: Path) -> None:
    program = begun(tmp_path, MENTORPANEL_URL="https://panel.example")
    done = program.run("serve", "--no-browser", "--host", "0.0.0.0", "--port", str(free_port()))
    assert done.returncode == 2
    assert "user add" in done.stderr
