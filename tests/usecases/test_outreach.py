"""Noticing somebody and the paths that follow: whole examples, undo, and nobody else's."""

from datetime import date, timedelta

import pytest
import time_machine

from mentorpanel.domain.outreach import PathState
from mentorpanel.domain.problems import Ambiguous, Conflict, Invalid, NotFound, PathOpen
from mentorpanel.storage.models import Draft, Notice, Person, Relationship, Touchpoint, User
from mentorpanel.usecases import answers, letters, notices, outreach, panel, people, profiles, touchpoints
from tests.makers import NOON, make_person, queries_in

TODAY = date(2026, 3, 2)
IMPRESSED = "She showed the roadmap item that she killed, and why"


@pytest.fixture(autouse=True)
def travel(owner: User) -> object:
    with time_machine.travel(NOON, tick=False) as moving:
        profiles.change_profile(owner, name="Maya Lind", title="Product Manager", organisation="Acme")
        yield moving


def notice(owner: User, name: str = "Ana Brandt", **more: object) -> notices.Noticed:
    given: dict[str, object] = {
        "kind": "talk",
        "where": "ProductCon",
        "impressed": IMPRESSED,
        "question": "How did you tell the team?",
        **more,
    }
    return notices.notice_someone(owner, name=name, **given)  # type: ignore[arg-type]


def state(owner: User, noticed: notices.Noticed) -> tuple[str, str]:
    step = outreach.path(owner, notice_id=noticed.notice.id).step
    return step.state, step.letter


def send(owner: User, draft_id: int, **slots: str) -> None:
    letters.write_letter(owner, draft_id=draft_id, slots=slots)
    letters.mark_sent(owner, draft_id=draft_id)


def test_somebody_new_is_made_noticed_and_seen_one_way(owner: User) -> None:
    made = notice(owner, email="ana@con.example", organisation="Tallis", title="CPO")
    ana = people.person(owner, person_id=made.notice.person.id)
    assert made.made_person and made.put_on_panel
    assert (ana.stage, ana.email, ana.organisation, ana.title) == (
        "noticed",
        "ana@con.example",
        "Tallis",
        "CPO",
    )
    [seen] = touchpoints.timeline(owner, person_id=ana.id).results
    assert (seen.kind, seen.direction, seen.summary) == ("talk", "from-them", f"ProductCon: {IMPRESSED}")
    standing = panel.standing_of_person(owner, person_id=ana.id)
    assert standing is not None and standing.move is None and standing.tie.summary.two_way_days == 0


def test_a_meeting_that_i_led_is_no_talk_and_awaits_nothing(owner: User) -> None:
    made = notice(owner, kind="meeting", where="the pricing review", impressed="asked for the worst case")
    standing = panel.standing_of_person(owner, person_id=made.notice.person.id)
    assert standing is not None and standing.move is None
    assert standing.tie.summary.unanswered_on == () and standing.tie.summary.two_way_days == 0
    assert Touchpoint.objects.get().direction == "from-me"


def test_whoever_is_known_is_not_made_twice(owner: User) -> None:
    ana = people.add_person(owner, name="Ana Brandt", stage="mentor", title="CPO", email="ana@con.example")
    made = notice(owner, organisation="Tallis", title="Chief")
    assert (made.notice.person.id, made.made_person, made.put_on_panel) == (ana.id, False, False)
    again = people.person(owner, person_id=ana.id)
    assert (again.stage, again.title, again.organisation) == ("mentor", "CPO", "Tallis")
    assert notice(owner, name="A. Brandt", email="ana@con.example", again=True).notice.person.id == ana.id
    assert Person.objects.count() == 1


@pytest.mark.parametrize("name", ["Kim", "Kim Bergg", "Ki Ber"])
def test_a_name_near_several_or_near_by_a_slip_changes_nothing(owner: User, name: str) -> None:
    make_person(owner, "Kim Berg")
    make_person(owner, "Kim Dorn")
    with pytest.raises(Ambiguous) as told:
        notice(owner, name=name)
    assert "Kim Berg" in dict(told.value.candidates).values() or len(told.value.candidates) == 1
    assert not Notice.objects.exists() and not Touchpoint.objects.exists() and Person.objects.count() == 2
    assert notice(owner, name=name, is_new=True).made_person
    assert Person.objects.count() == 3


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"impressed": "Great talk!"}, "impressed"),
        ({"impressed": ""}, "impressed"),
        ({"where": " "}, "where"),
        ({"kind": "pub"}, "kind"),
        ({"name": "  "}, "name"),
        ({"on": TODAY + timedelta(days=1)}, "on"),
    ],
)
def test_what_names_nothing_is_refused_and_nothing_is_kept(
    owner: User, wrong: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as told:
        notice(owner, **wrong)  # type: ignore[arg-type]
    assert told.value.field == field
    assert not Person.objects.exists() and not Relationship.objects.exists()


def test_the_whole_talk_path(owner: User, travel: time_machine.Traveller) -> None:
    ana = notice(owner, email="ana@con.example")
    assert state(owner, ana) == ("write", "appreciation")
    first = outreach.start_letter(owner, notice_id=ana.notice.id)
    assert first.draft.slots["impressed"] == IMPRESSED and "your talk at ProductCon" in first.draft.text
    assert outreach.start_letter(owner, notice_id=ana.notice.id).draft.id == first.draft.id
    send(owner, first.draft.id, effect="I killed one of ours the week after")
    person = ana.notice.person.id
    standing = panel.standing_of_person(owner, person_id=person)
    assert standing is not None and standing.tie.summary.unanswered_on == ()
    assert state(owner, ana) == ("write", "curiosity-connect")

    travel.shift(timedelta(days=3))
    second = outreach.start_letter(owner, notice_id=ana.notice.id)
    assert second.draft.slots["question"] == "How did you tell the team?"
    assert second.draft.slots["my_line"] == "I am Maya Lind, Product Manager at Acme."
    send(owner, second.draft.id, why_you="You did it in a firm like ours")
    assert state(owner, ana) == ("waiting", "curiosity-connect")
    standing = panel.standing_of_person(owner, person_id=person)
    assert standing is not None and standing.move is not None and standing.move.verdict == "reached-out"
    with pytest.raises(Conflict):
        outreach.start_letter(owner, notice_id=ana.notice.id)

    travel.shift(timedelta(days=7))
    assert state(owner, ana)[0] == "follow-up"
    outreach.follow_up_sent(owner, notice_id=ana.notice.id)
    assert state(owner, ana)[0] == "waiting"
    outreach.follow_up_taken_back(owner, notice_id=ana.notice.id)
    assert state(owner, ana)[0] == "follow-up"

    answers.note_answer(owner, second.draft.id, summary="Gladly, on Thursday")
    assert state(owner, ana)[0] == "meet"
    standing = panel.standing_of_person(owner, person_id=person)
    assert standing is not None and standing.move is not None and standing.move.verdict == "connected"
    answers.forget_answer(owner, second.draft.id)
    assert state(owner, ana)[0] == "follow-up"
    answers.note_answer(owner, second.draft.id)
    answers.note_answer(owner, second.draft.id)
    assert Touchpoint.objects.filter(direction="from-them", kind="email").count() == 1

    travel.shift(timedelta(days=2))
    outreach.mark_met(owner, notice_id=ana.notice.id, summary="Coffee at the river")
    shown = outreach.path(owner, notice_id=ana.notice.id)
    assert (shown.step.state, shown.met_on, shown.is_open) == (
        PathState.DONE,
        TODAY + timedelta(days=12),
        False,
    )
    assert outreach.open_paths(owner) == ()


def test_the_whole_meeting_path_until_it_is_let_go(owner: User, travel: time_machine.Traveller) -> None:
    marek = notice(
        owner, "Marek", kind="meeting", where="pricing review", impressed="asked for the worst case"
    )
    first = outreach.start_letter(owner, notice_id=marek.notice.id)
    assert first.draft.kind == "feedback-ask" and "the pricing review" in first.draft.text
    send(owner, first.draft.id)
    travel.shift(timedelta(days=2))
    answers.note_answer(owner, first.draft.id, on=TODAY + timedelta(days=1))
    assert state(owner, marek) == ("write", "wider-input-ask")
    second = outreach.start_letter(owner, notice_id=marek.notice.id)
    send(owner, second.draft.id, question="What would you ask the finance team first?")
    for days, expected in ((7, "follow-up"), (14, "follow-up"), (7, "let-go")):
        travel.shift(timedelta(days=days))
        assert state(owner, marek)[0] == expected
        if expected == "follow-up":
            outreach.follow_up_sent(owner, notice_id=marek.notice.id)
            assert state(owner, marek)[0] == "waiting"
    outreach.let_go(owner, notice_id=marek.notice.id)
    assert state(owner, marek)[0] == "gone" and outreach.open_paths(owner) == ()
    outreach.reopen(owner, notice_id=marek.notice.id)
    assert state(owner, marek)[0] == "let-go"
    outreach.let_go(owner, notice_id=marek.notice.id)
    travel.shift(timedelta(days=30))
    answers.note_answer(owner, second.draft.id, summary="Sorry, only now")
    assert [one.step.state for one in outreach.open_paths(owner)] == ["meet"]


def test_without_the_specific_thing_the_letter_stays_here(owner: User) -> None:
    ana = notice(owner, email="ana@con.example")
    draft = outreach.start_letter(owner, notice_id=ana.notice.id).draft
    shown = letters.write_letter(owner, draft_id=draft.id, slots={"impressed": ""})
    assert shown.held_back
    for go in (letters.mark_sent, letters.send_letter):
        with pytest.raises(Invalid) as told:
            go(owner, draft_id=draft.id)
        assert told.value.code == "letter-held-back" and told.value.field == "impressed"
    assert Draft.objects.get().state == "draft"
    assert state(owner, ana) == ("write", "appreciation")


def test_a_letter_joins_the_newest_path_that_it_fits(owner: User) -> None:
    old = notice(owner)
    new = notice(owner, where="the meet-up", impressed="drew the whole market on one napkin", again=True)
    made = letters.draft_letter(owner, kind="appreciation", person_id=new.notice.person.id)
    assert made.draft.notice_id == new.notice.id and "napkin" in made.draft.text
    asked = letters.draft_letter(owner, kind="feedback-ask", person_id=new.notice.person.id)
    assert asked.draft.notice_id is None
    with pytest.raises(Conflict):
        letters.draft_letter(
            owner, kind="feedback-ask", person_id=old.notice.person.id, notice_id=old.notice.id
        )


def test_a_second_notice_is_added_to_the_open_path_or_opens_another(owner: User) -> None:
    first = notice(owner).notice
    napkin = "drew the whole market on one napkin"
    with pytest.raises(PathOpen, match=r"You noticed .* before") as asked:
        notice(owner, where="the meet-up", impressed=napkin)
    assert asked.value.notice_id == first.id
    assert Notice.objects.count() == Touchpoint.objects.count() == 1, "nothing was changed"
    changed, seen = notices.add_to_notice(
        owner, notice_id=first.id, kind="meeting", where="the meet-up", impressed=napkin
    )
    assert (changed.kind, changed.where, changed.impressed) == (
        first.kind, first.where, f"{first.impressed}\n{napkin}",
    )  # fmt: skip
    assert (seen.kind, seen.summary) == ("meeting", f"the meet-up: {napkin}")
    assert notice(owner, where="the meet-up", impressed=napkin, again=True).notice.id != first.id
    for one in Notice.objects.all():
        outreach.let_go(owner, notice_id=one.pk)
    assert notice(owner, impressed=napkin).notice.id, "no path is open, so none is in the way"


def test_the_kind_of_a_notice_changes_until_a_letter_went(owner: User) -> None:
    first = notice(owner).notice
    begun = outreach.start_letter(owner, notice_id=first.id).draft
    changed = notices.change_notice(owner, notice_id=first.id, kind="meeting")
    assert (
        changed.kind == "meeting" and outreach.path(owner, notice_id=first.id).step.letter == "feedback-ask"
    )
    seen = Touchpoint.objects.get()
    assert (seen.kind, seen.direction) == ("meeting", "from-me")
    assert Draft.objects.get(pk=begun.id).notice_id is None, "it stays, as a letter of no path"
    back = notices.change_notice(owner, notice_id=first.id, kind="talk", letters=[begun.id])
    assert back.kind == "talk" and Draft.objects.get(pk=begun.id).notice_id == first.id
    send(owner, begun.id)
    with pytest.raises(Conflict, match="A letter of this path has gone"):
        notices.change_notice(owner, notice_id=first.id, kind="meeting")
    assert notices.change_notice(owner, notice_id=first.id, kind="talk", where="Lisbon").where == "Lisbon"


def test_a_letter_taken_back_forgets_its_answer(owner: User) -> None:
    ana = notice(owner)
    draft = outreach.start_letter(owner, notice_id=ana.notice.id).draft
    with pytest.raises(Conflict):
        answers.note_answer(owner, draft.id)
    send(owner, draft.id)
    with pytest.raises(Invalid):
        answers.note_answer(owner, draft.id, on=TODAY - timedelta(days=1))
    answers.note_answer(owner, draft.id)
    letters.take_back(owner, draft_id=draft.id)
    assert Draft.objects.get().answered_on is None
    assert Touchpoint.objects.count() == 1
    assert state(owner, ana) == ("write", "appreciation")


def test_a_notice_changes_goes_and_comes_back(owner: User) -> None:
    ana = notice(owner)
    draft = outreach.start_letter(owner, notice_id=ana.notice.id).draft
    changed = notices.change_notice(
        owner, notice_id=ana.notice.id, where="the meet-up", question="", on=TODAY - timedelta(days=2)
    )
    assert (changed.where, changed.question, changed.noticed_on) == (
        "the meet-up",
        "",
        TODAY - timedelta(days=2),
    )
    seen = Touchpoint.objects.get()
    assert (seen.on, seen.summary) == (changed.noticed_on, f"the meet-up: {IMPRESSED}")
    with pytest.raises(Invalid):
        notices.change_notice(owner, notice_id=ana.notice.id, impressed="Great talk!")
    gone = notices.delete_notice(owner, notice_id=ana.notice.id)
    assert not Touchpoint.objects.exists() and Draft.objects.get().notice_id is None
    back = notices.restore_notice(owner, gone=gone)
    assert (back.where, back.impressed, back.noticed_on) == (changed.where, IMPRESSED, changed.noticed_on)
    assert Draft.objects.get(pk=draft.id).notice_id == back.id and Touchpoint.objects.count() == 1


def test_taking_a_notice_back_undoes_what_it_made_and_no_more(owner: User) -> None:
    made = notice(owner)
    notices.take_back_notice(owner, notice_id=made.notice.id, made_person=True, put_on_panel=True)
    assert people.person(owner, person_id=made.notice.person.id).deleted_at is not None
    assert not Relationship.objects.exists() and not Touchpoint.objects.exists()
    kim = people.add_person(owner, name="Kim Berg", stage="mentor")
    known = notice(owner, "Kim Berg")
    notices.take_back_notice(owner, notice_id=known.notice.id, put_on_panel=known.put_on_panel)
    assert people.person(owner, person_id=kim.id).stage == "mentor"


def test_many_paths_cost_no_more_than_few(owner: User) -> None:
    for number in range(3):
        notice(owner, f"Pat Number{number}", is_new=True)
    few = queries_in(lambda: outreach.open_paths(owner))
    for number in range(3, 30):
        notice(owner, f"Pat Number{number}", is_new=True)
    assert len(outreach.open_paths(owner)) == 30
    assert queries_in(lambda: outreach.open_paths(owner)) == few <= 4


def test_nobody_elses(owner: User, other_owner: User) -> None:
    made = notice(owner)
    draft = outreach.start_letter(owner, notice_id=made.notice.id).draft
    send(owner, draft.id)
    notice_id = made.notice.id
    for call in (
        lambda: outreach.path(other_owner, notice_id=notice_id),
        lambda: outreach.start_letter(other_owner, notice_id=notice_id),
        lambda: outreach.follow_up_sent(other_owner, notice_id=notice_id),
        lambda: outreach.let_go(other_owner, notice_id=notice_id),
        lambda: outreach.reopen(other_owner, notice_id=notice_id),
        lambda: outreach.mark_met(other_owner, notice_id=notice_id),
        lambda: notices.change_notice(other_owner, notice_id=notice_id, where="x"),
        lambda: notices.delete_notice(other_owner, notice_id=notice_id),
        lambda: answers.note_answer(other_owner, draft.id),
        lambda: answers.forget_answer(other_owner, draft.id),
        lambda: notice(other_owner, person_id=made.notice.person.id),
    ):
        with pytest.raises(NotFound):
            call()
    assert outreach.open_paths(other_owner) == ()
    assert Draft.objects.get().answered_on is None and Notice.objects.count() == 1
