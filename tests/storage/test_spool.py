"""The spool as a folder: order, what is not a capture, what is set aside."""

import os
from pathlib import Path

from mentorpanel.storage import spool


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert spool.list_spool(spool.spool_folder(tmp_path)) == []


def test_oldest_first_and_whole_ones_only(tmp_path: Path) -> None:
    for name in ("2.json", "1.json", ".3.tmp", ".4.json", "readme.txt"):
        (tmp_path / name).write_text("x")
    (tmp_path / "0.json").mkdir()
    assert [path.name for path in spool.list_spool(tmp_path)] == ["1.json", "2.json"]


def test_what_is_set_aside_is_not_listed_again_and_not_lost(tmp_path: Path) -> None:
    (tmp_path / "1.json").write_text("broken")
    place = spool.set_aside(tmp_path / "1.json")
    assert spool.list_spool(tmp_path) == [] and place.read_text() == "broken"


def test_removing_twice_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "1.json").write_text("x")
    spool.remove_taken(tmp_path / "1.json")
    spool.remove_taken(tmp_path / "1.json")
    assert spool.list_spool(tmp_path) == []


def test_old_halves_go_and_fresh_ones_stay(tmp_path: Path) -> None:
    for name, modified in ((".old.tmp", 1000), (".new.tmp", 3000)):
        (tmp_path / name).write_text("x")
        os.utime(tmp_path / name, (modified, modified))
    assert spool.sweep_unfinished(tmp_path, before=2000) == 1
    assert [path.name for path in tmp_path.iterdir()] == [".new.tmp"]
