"""Makes the clone's own virtual environment with the standard library alone, then starts what was asked for.

Called by ./run and ./test. A stamp lets the second start skip everything; a lock lets several start at once.
"""

import ast
import fcntl
import hashlib
import importlib.util
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
COMMAND = VENV / "bin" / "mentorpanel"
UV = VENV / "bin" / "uv"
STAMP = VENV / ".mentorpanel-stamp"
LOCK = VENV / ".mentorpanel-lock"
REQUIREMENTS = ROOT / "requirements"
INSTALLER = REQUIREMENTS / "installer.lock"
# The longest first line that every kernel still in use reads whole.
LONGEST_SHEBANG = 120

NO_VENV = """\
This Python ({python}) cannot make a virtual environment: its “ensurepip” part is not installed.
  Debian, Ubuntu:  sudo apt install python3-venv
Then start this again."""
NO_PACKAGES = """\
The packages could not be installed; the lines above say why.
Is there a network? Behind a mirror or a proxy, set it for pip (pip config set global.index-url …): it is used here too.
Then start this again: it goes on where it stopped."""


class CannotStart(Exception):
    """Something that the person can mend; the message says how."""


def main() -> int:
    """``run [--setup | arguments of serve]`` or ``test [arguments of pytest]``."""
    signal.signal(signal.SIGTERM, _stop)
    wanted, *arguments = sys.argv[1:]
    try:
        set_up("dev" if wanted == "test" else "run")
    except CannotStart as problem:
        print(problem, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"The virtual environment in {VENV} could not be made: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    if wanted == "test":
        return _become(PYTHON, str(ROOT / "tests" / "everything.py"), *arguments)
    if arguments == ["--setup"]:
        _say(f"Ready: {COMMAND}")
        return 0
    return _become(PYTHON, str(COMMAND), "serve", *arguments)


def set_up(kind: str) -> None:
    """Make ``.venv`` hold what ``requirements/<kind>.lock`` names. Does nothing where it does already."""
    if _is_ready(kind):
        return
    VENV.mkdir(exist_ok=True)
    with _alone():
        if _is_ready(kind):
            return
        _make_environment()
        _install(REQUIREMENTS / f"{kind}.lock")
        _write_command()
        STAMP.write_text(json.dumps({kind: _key(kind)}), encoding="utf-8")


def _is_ready(kind: str) -> bool:
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    # What the tests need holds what the program needs.
    return any(stamp.get(one) == _key(one) for one in {kind, "dev"}) and PYTHON.exists() and COMMAND.exists()


def _key(kind: str) -> str:
    """Changes when the packages, the way of installing, or the place of the clone change."""
    parts = [str(VENV).encode()]
    parts += [
        path.read_bytes()
        for path in (REQUIREMENTS / f"{kind}.lock", INSTALLER, ROOT / "pyproject.toml", Path(__file__))
    ]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time; the others wait for it."""
    with LOCK.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say("Another start is setting things up; waiting for it …")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _make_environment() -> None:
    """A virtual environment that works in this place; one that does not is made anew."""
    if _works():
        return
    for old in VENV.iterdir():
        if old != LOCK:
            shutil.rmtree(old) if old.is_dir() and not old.is_symlink() else old.unlink()
    base = _base_python()
    _say("Making a virtual environment in .venv (once) …")
    options = []
    if importlib.util.find_spec("ensurepip") is None:
        if _quietly(base, "-I", "-m", "pip", "--version") != 0:
            raise CannotStart(NO_VENV.format(python=base))
        options = ["--without-pip"]
    if _run([base, "-I", "-m", "venv", *options, str(VENV)]) != 0:
        raise CannotStart(NO_VENV.format(python=base))


def _works() -> bool:
    """It starts, belongs to this place, and can be installed into."""
    script = "import sys; sys.exit(sys.version_info < (3, 11) or sys.prefix != sys.argv[1])"
    if not PYTHON.exists() or _quietly(str(PYTHON), "-c", script, str(VENV)) != 0:
        return False
    return _quietly(*_pip(), "--version") == 0


def _base_python() -> str:
    return str(getattr(sys, "_base_executable", sys.executable))


def _pip() -> list[str]:
    """pip of the virtual environment, or the machine's pip working on it."""
    if any(VENV.glob("lib/python3.*/site-packages/pip/__main__.py")):
        return [str(PYTHON), "-I", "-m", "pip"]
    return [_base_python(), "-I", "-m", "pip", "--python", str(PYTHON)]


def _install(lock: Path) -> None:
    _say("Installing packages (once; a quarter of a minute with a good line) …")
    if _install_uv():
        command = [
            *(
                str(UV),
                "pip",
                "install",
                "--quiet",
                "--python",
                str(PYTHON),
                "--require-hashes",
                "--compile-bytecode",
            ),
            *("--index-strategy", "unsafe-best-match", "-r", str(lock)),
        ]
        if _run(command, uv_settings(_pip_settings(), dict(os.environ))) == 0:
            return
        _say("uv could not; trying with pip …")
    if _run([*_pip(), "install", "-qq", "--no-input", "--require-hashes", "-r", str(lock)]) != 0:
        raise CannotStart(NO_PACKAGES)


def _install_uv() -> bool:
    """uv, the fast installer, at the locked version. Without it pip does the work, only slower."""
    version = INSTALLER.read_text(encoding="utf-8").split()[0].partition("==")[2]
    if UV.exists() and _output(str(UV), "--version").split()[1:2] == [version]:
        return True
    options = ["-qq", "--no-input", "--require-hashes", "--only-binary", ":all:"]
    return _run([*_pip(), "install", *options, "-r", str(INSTALLER)]) == 0 and UV.exists()


def _pip_settings() -> dict[str, str]:
    """What the machine's pip configuration and environment say, by plain option name; the environment wins."""
    sections: dict[str, dict[str, str]] = {"site": {}, "global": {}, "install": {}, ":env:": {}}
    for line in _output(*_pip(), "config", "list").splitlines():
        name, _, value = line.partition("=")
        section, _, option = name.rpartition(".")
        if section in sections and value[:1] in ("'", '"'):
            sections[section][option] = str(ast.literal_eval(value))
    return {option: value for section in sections.values() for option, value in section.items()}


def uv_settings(pip: dict[str, str], environ: dict[str, str]) -> dict[str, str]:
    """The environment for uv: pip's mirrors, certificates and proxy in uv's words, unless uv was told its own.

    Every package is checked against a hash, so that it does not matter which mirror gives it.
    """
    translated = {
        "UV_DEFAULT_INDEX": pip.get("index-url", ""),
        "UV_INDEX": " ".join(pip.get("extra-index-url", "").split()),
        "UV_FIND_LINKS": ",".join(pip.get("find-links", "").split()),
        "UV_INSECURE_HOST": " ".join(pip.get("trusted-host", "").split()),
        "UV_HTTP_TIMEOUT": pip.get("default-timeout", "") or pip.get("timeout", ""),
        "SSL_CERT_FILE": pip.get("cert", ""),
        "ALL_PROXY": pip.get("proxy", ""),
    }
    if pip.get("no-index", "").lower() in ("1", "true", "yes", "on"):
        translated["UV_NO_INDEX"] = "1"
    kept = {name: value for name, value in translated.items() if value and name not in environ}
    return {name: value for name, value in environ.items() if name != "VIRTUAL_ENV"} | kept


def _write_command() -> None:
    """The command ``mentorpanel`` and the way to the clone's own code, without building a package."""
    packages = sysconfig.get_path("purelib", "venv", vars={"base": str(VENV), "platbase": str(VENV)})
    Path(packages, "mentorpanel-clone.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    _write_version(Path(packages))
    # Without site-packages Python starts in two thirds of the time, which the captures want;
    # every other command starts again with them (mentorpanel/cli/entry.py).
    flags = "-IS" if sys.platform == "linux" else "-I"
    first = f"#!{PYTHON} {flags}"
    if len(first) > LONGEST_SHEBANG or " " in str(PYTHON):
        first = f"""#!/bin/sh\n'''exec' {shlex.quote(str(PYTHON))} {flags} "$0" "$@"\n' '''"""
    lines = [
        first,
        "import sys",
        f"sys.path.insert(0, {str(ROOT)!r})",
        "from mentorpanel.cli.entry import main",
        "sys.exit(main())",
    ]
    new = COMMAND.with_name(".mentorpanel.new")
    new.write_text("\n".join(lines) + "\n", encoding="utf-8")
    new.chmod(0o755)
    new.replace(COMMAND)
    _quietly(str(PYTHON), "-m", "compileall", "-q", str(ROOT / "mentorpanel"))


def _write_version(packages: Path) -> None:
    """What an installed package tells of itself, so that ``mentorpanel --version`` knows."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for old in packages.glob("mentorpanel-*.dist-info"):
        shutil.rmtree(old)
    told = packages / f"mentorpanel-{project['version']}.dist-info"
    told.mkdir()
    about = f"Metadata-Version: 2.1\nName: mentorpanel\nVersion: {project['version']}\n"
    (told / "METADATA").write_text(about, encoding="utf-8")


def _run(command: list[str], environ: dict[str, str] | None = None) -> int:
    """Run to the end, its words on standard error. When this process is stopped, so are all of its children."""
    with subprocess.Popen(
        command, env=environ, stdin=subprocess.DEVNULL, stdout=sys.stderr, process_group=0
    ) as child:
        try:
            return child.wait()
        except BaseException:
            os.killpg(child.pid, signal.SIGKILL)
            raise


def _quietly(*command: str) -> int:
    silent = subprocess.DEVNULL
    return subprocess.run(command, stdin=silent, stdout=silent, stderr=silent, check=False).returncode


def _output(*command: str) -> str:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    return done.stdout


def _become(program: Path, *arguments: str) -> int:
    """Replace this process, so that signals reach the program itself."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(program, [str(program), *arguments])


def _stop(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(143)


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
