"""Starting on a bare machine: what is locked, what is said, and how the machine's own settings are used."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "requirements"


@pytest.fixture(scope="module")
def bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap", REQUIREMENTS / "bootstrap.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def locked(name: str) -> dict[str, str]:
    text = (REQUIREMENTS / f"{name}.lock").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", text, re.M))


@pytest.mark.parametrize("name", ["run", "dev", "installer"])
def test_locks_hold_hashes_and_no_addresses(name: str) -> None:
    text = (REQUIREMENTS / f"{name}.lock").read_text(encoding="utf-8")
    for entry in re.split(r"\n(?=\S)", text.strip()):
        assert "--hash=sha256:" in entry, entry
    assert "://" not in text


def test_what_the_tests_install_holds_what_the_program_needs() -> None:
    run, dev = locked("run"), locked("dev")
    assert run.items() <= dev.items()


def test_everything_asked_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = project["project"]["dependencies"] + project["project"]["optional-dependencies"]["pg"]
    names = {re.split(r"[\[<>=~! ]", one)[0].lower() for one in asked}
    assert names <= locked("run").keys()


def test_pips_mirrors_are_used_for_uv(bootstrap: ModuleType) -> None:
    pip = {
        "index-url": "https://mirror.example/simple",
        "extra-index-url": "https://a.example/simple\nhttps://b.example/simple",
        "find-links": "/wheels /more",
        "cert": "/etc/ca.pem",
        "proxy": "http://proxy.example:3128",
        "no-index": "true",
    }
    made = bootstrap.uv_settings(pip, {"PATH": "/bin", "VIRTUAL_ENV": "/other", "SSL_CERT_FILE": "/mine.pem"})
    assert made == {
        "PATH": "/bin",
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "UV_INDEX": "https://a.example/simple https://b.example/simple",
        "UV_FIND_LINKS": "/wheels,/more",
        "SSL_CERT_FILE": "/mine.pem",
        "ALL_PROXY": "http://proxy.example:3128",
        "UV_NO_INDEX": "1",
    }


def clone(folder: Path) -> Path:
    """The files that a first start needs, in a place of their own."""
    folder.mkdir()
    shutil.copy(ROOT / "run", folder)
    shutil.copytree(REQUIREMENTS, folder / "requirements", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def test_without_python_it_says_what_to_install(tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("dirname", "readlink", "cat", "sh"):
        found = shutil.which(name)
        assert found
        (tools / name).symlink_to(found)
    run = clone(tmp_path / "clone") / "run"
    done = subprocess.run([run], env={"PATH": str(tools)}, capture_output=True, text=True, timeout=30)
    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr
    assert "sudo apt install python3 python3-venv" in done.stderr


def test_without_a_network_it_says_what_to_look_at(tmp_path: Path) -> None:
    folder = clone(tmp_path / "a clone's place")
    shutil.copytree(ROOT / "mentorpanel" / "cli", folder / "mentorpanel" / "cli")
    environ = {
        **os.environ,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(tmp_path),
        "PIP_CONFIG_FILE": os.devnull,
    }
    environ |= {"UV_NO_CACHE": "1", "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        [folder / "run", "--setup"], env=environ, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 1
    assert "Is there a network?" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
