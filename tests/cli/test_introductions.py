"""Introductions in the shell: a path, two connected once both agreed, and asked for, each step taken back."""

from pathlib import Path

from tests.programs import begun


def test_two_are_connected_and_somebody_is_asked(tmp_path: Path) -> None:
    shell = begun(
        tmp_path,
        after=(
            ("add", "Ana Ruiz", "--stage", "mentor", "--email", "ana@example.org"),
            ("add", "Jo Kim", "--org", "Tallis"),
        ),
    )
    one = shell.json("introduce", "Ana", "Jo", "--why", "Both price pilots")
    number = str(one["id"])
    assert (one["shape"], one["status"], one["step"]) == ("connect", "thought-of", "ask")
    early = shell.run("introductions", number, "--introduced")
    assert early.returncode == 1 and "both have said yes" in early.stderr
    shell.json("introductions", number, "--agreed")
    both = shell.json("introductions", number, "--agreed", "--second")
    assert both["status"] == "both-agreed" and both["second"]["said"] == "yes"
    assert shell.json("introductions", number, "--undo")["status"] == "asked-first"
    slots = ("second=Jo Kim", "first_agreed=yes", "second_agreed=yes", "why=Ana hires and Jo teaches them")
    forced = shell.run(
        "draft", "introduction", "Ana", *(part for slot in slots for part in ("--set", slot)), "--sent"
    )
    assert forced.returncode == 1 and "Only one has said yes" in forced.stderr + forced.stdout
    found = shell.json("path", "Jo", "at", "Tallis")
    assert found["results"] == [] and "no path to them is known yet" in found["headline"]
    asked = shell.json("introduce", "me", "Kim Stone", "--through", "Ana", "--org", "Tallis")
    assert (asked["shape"], asked["target_name"]) == ("ask", "Kim Stone")
    made = shell.json("introductions", str(asked["id"]), "--introduced")
    assert made["target"]["name"] == "Kim Stone" and made["step"] == "thank"
    assert [row["step"] for row in shell.json("introductions")["results"]] == ["thank", "ask-second"]
    wrong = shell.run("introductions", "--agreed")
    assert wrong.returncode == 2
