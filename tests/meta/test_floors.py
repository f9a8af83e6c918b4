"""The floors of the house: imports point down only (the contracts are in pyproject.toml)."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_import_contracts_hold(tmp_path: Path) -> None:
    script = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    command = [sys.executable, "-c", script, "--no-logo", "--cache-dir", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_package_is_on_a_floor() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (floors,) = [one for one in settings["tool"]["importlinter"]["contracts"] if one["id"] == "floors"]
    named = {name.strip(" ()") for layer in floors["layers"] for name in layer.replace(":", "|").split("|")}
    packages = {path.parent.name for path in (ROOT / "mentorpanel").glob("*/__init__.py")}
    modules = {path.stem for path in (ROOT / "mentorpanel").glob("*.py")} - {"__init__"}
    assert packages | modules <= named
    assert floors["exhaustive"] is True
