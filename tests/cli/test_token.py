"""token in the shell: shown once, listed without itself, revoked for good."""

from pathlib import Path

from tests.programs import begun


def test_a_token_is_made_listed_and_revoked(tmp_path: Path) -> None:
    program = begun(tmp_path / "data")
    made = program.json("token", "create", "calendar sync", "--scope", "write", "--days", "30")
    assert made["token"].startswith("mp_") and made["token"].startswith(made["start"])
    assert (made["name"], made["scope"], made["state"]) == ("calendar sync", "write", "good")
    assert made["expires_at"] and made["last_used_at"] is None
    said = program.run("token", "create", "reader")
    words = said.stdout.split()
    assert said.returncode == 0 and "keep it like a password" in said.stdout + said.stderr
    assert sum(word.startswith("mp_") for word in words) == 1
    listed = program.json("token", "list")
    assert [(one["name"], one["scope"]) for one in listed["results"]] == [
        ("reader", "read"),
        ("calendar sync", "write"),
    ]
    assert made["token"] not in str(listed)
    assert "Revoked" in program.run("token", "revoke", str(made["id"])).stdout
    assert program.json("token", "list")["results"][1]["state"] == "revoked"
    unknown = program.run("token", "revoke", "999")
    assert unknown.returncode == 1 and len(unknown.stderr.strip().splitlines()) == 1
