"""import and undo-import in the shell: the JSON is a contract."""

from pathlib import Path

import pytest

from tests.programs import Program, begun

CARD = "BEGIN:VCARD\nFN:{0}\nEMAIL:{1}\nEND:VCARD\n"
KEYS = [
    "path",
    "format",
    "import_id",
    "read",
    "created",
    "updated",
    "unchanged",
    "doubtful",
    "rejected",
    "reason",
]


@pytest.fixture
def shell(tmp_path: Path) -> Program:
    return begun(tmp_path / "data")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files of contacts, a picture and a hidden file."""
    folder = tmp_path / "mine"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.vcf").write_text(
        CARD.format("Ana Ruiz", "ana@x.example") + "BEGIN:VCARD\nNOTE:x\nEND:VCARD\n"
    )
    (folder / "deep" / "b.csv").write_text("Name,E-mail\nBen Okri,ben@x.example\n")
    (folder / "c.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (folder / ".hidden").write_text("x")
    return folder


def test_a_folder_is_counted_file_by_file_and_twice_changes_nothing(shell: Program, folder: Path) -> None:
    dry = shell.json("import", str(folder), "--dry-run")["files"]
    files = shell.json("import", str(folder))["files"]
    assert [list(one) for one in files] == [KEYS] * 3
    assert [(Path(one["path"]).name, one["format"], one["read"], one["created"]) for one in files] == [
        ("a.vcf", "vcard", 2, 1), ("c.png", None, 0, 0), ("b.csv", "csv", 1, 1),
    ]  # fmt: skip
    assert files[0]["rejected"][0]["where"].startswith("card 2")
    assert files[1]["reason"] and files[1]["rejected"] == []
    assert [{**one, "import_id": None} for one in files] == dry
    for one in (*files, *shell.json("import", str(folder))["files"]):
        named = ("created", "updated", "unchanged", "doubtful")
        assert sum(one[name] for name in named) + len(one["rejected"]) == one["read"]
    again = shell.json("import", str(folder))["files"]
    assert [(one["created"], one["updated"]) for one in again] == [(0, 0)] * 3
    assert len(shell.json("people")["results"]) == 2


def test_it_fails_only_when_no_file_was_read(shell: Program, folder: Path) -> None:
    picture = str(folder / "c.png")
    assert shell.json("import", picture, code=1)["files"][0]["format"] is None
    assert shell.run("import", picture, str(folder / "a.vcf")).returncode == 0
    gone = shell.run("import", str(folder / "gone.vcf"))
    assert gone.returncode == 1
    assert "no file" in gone.stderr
    assert shell.run("import", picture, "--as", "paper").returncode == 2


def test_columns_are_named_in_the_shell(shell: Program, tmp_path: Path) -> None:
    table = tmp_path / "liste.csv"
    table.write_text("Wer=wo;Was\nAna Ruiz;ana@x.example\n")
    arguments = ("import", str(table), "--as", "csv")
    assert shell.json(*arguments, "--map", "Wer=wo=name", "--map", "Was=email")["files"][0]["created"] == 1
    for wrong in ("Wer", "Wer=shoe size"):
        assert shell.run(*arguments, "--map", wrong).returncode == 1


def test_an_import_is_taken_back(shell: Program, folder: Path) -> None:
    shell.run("import", str(folder / "a.vcf"))
    (listed,) = shell.json("undo-import")["results"]
    assert (listed["file"], listed["state"], listed["created"]) == ("a.vcf", "done", 1)
    assert shell.json("undo-import", str(listed["id"])) == {"id": listed["id"], "kept": 0}
    assert shell.json("people")["results"] == []
    assert shell.run("undo-import", "999").returncode == 1


def test_words_for_people_name_the_file_and_the_place(shell: Program, folder: Path) -> None:
    said = shell.run("import", str(folder)).stdout
    assert "a.vcf (vcard): 1 new" in said
    assert "card 2" in said
    assert "c.png is no contact file" in said


def test_doubtful_contacts_are_decided_in_the_shell_and_asked_again(tmp_path: Path) -> None:
    program = begun(tmp_path / "data")
    program.json("add", "Ana Ruiz", "--org", "Fernwood")
    card = tmp_path / "ana.vcf"
    card.write_text(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Ruiz\r\nORG:Northlight\r\nEND:VCARD\r\n", encoding="utf-8"
    )
    assert program.json("import", str(card))["files"][0]["doubtful"] == 1
    waiting = program.json("matches")["results"]
    assert (waiting[0]["contact"]["organisation"], waiting[0]["person"]["name"]) == ("Northlight", "Ana Ruiz")
    assert "Fernwood" in program.run("matches").stdout
    number = str(waiting[0]["id"])
    assert program.json("matches", "--different", number)["results"] == []
    assert len(program.json("people")["results"]) == 2
    assert len(program.json("matches", "--undo", number)["results"]) == 1
    assert len(program.json("people")["results"]) == 1
    assert program.run("matches", "--same", "9999").returncode == 1
