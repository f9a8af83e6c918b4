"""Today: frozen facts to cards, and cards to the day's three lanes. Examples: docs/rules/today.md.

The same facts always give the same cards, in the same order.
"""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from mentorpanel.domain.commitments import CommitmentFacts
from mentorpanel.domain.facts import Card
from mentorpanel.domain.goodbyes import goodbye_cards
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.today_advice import loop_cards
from mentorpanel.domain.today_beyond import beyond_cards
from mentorpanel.domain.today_cards import (
    commitment_cards,
    mail_cards,
    match_cards,
    parked_cards,
    session_cards,
)
from mentorpanel.domain.today_decisions import decision_cards
from mentorpanel.domain.today_facts import (
    GoodbyeFacts,
    InvitationFacts,
    MailFacts,
    MatchFacts,
    NotShown,
    OutreachFacts,
    ParkedFacts,
    Picked,
    ReplyFacts,
    SessionFacts,
    TieState,
    TodayFacts,
)
from mentorpanel.domain.today_giving import asked_cards, opening_cards
from mentorpanel.domain.today_introductions import introduction_cards
from mentorpanel.domain.today_invitations import invitation_cards
from mentorpanel.domain.today_look_back import letter_cards
from mentorpanel.domain.today_outreach import outreach_cards
from mentorpanel.domain.today_own_mail import own_mail_cards
from mentorpanel.domain.today_people import people_cards
from mentorpanel.domain.today_pick import check_trace, in_order, not_set_aside, pick, shown_cards
from mentorpanel.domain.today_received import received_cards
from mentorpanel.domain.today_replies import reply_cards
from mentorpanel.domain.today_thanks import CARRIES_THANKS, thanks_cards
from mentorpanel.domain.today_traces import Traces
from mentorpanel.domain.trace_records import TraceRecord

__all__ = [
    "CommitmentFacts",
    "GoodbyeFacts",
    "InvitationFacts",
    "MailFacts",
    "MatchFacts",
    "NotShown",
    "OutreachFacts",
    "ParkedFacts",
    "Picked",
    "ReplyFacts",
    "SessionFacts",
    "TieState",
    "TodayFacts",
    "cards_for",
    "check_trace",
    "not_set_aside",
    "pick",
    "shown_cards",
]


def cards_for(
    facts: TodayFacts,
    now: datetime,
    zone: ZoneInfo,
    settings: RuleSettings,
    traces: Iterable[TraceRecord] | Traces = (),
) -> list[Card]:
    """Every card that the facts give at that moment, best first, before any choice; those put away, too.

    ``now`` is an aware moment and ``zone`` the owner's. No two cards are for one thing: whoever has a
    session near, notes or thanks to come, or a letter that did not arrive, waits for my answer, or is to be
    thanked, has no cadence card besides; an open path of outreach has its own card instead of the cadence's
    first steps, and a farewell that is owed goes before a note to somebody who rests. What ``traces`` put
    away, for some days or until something changes, gives way and keeps nothing else from the page.
    """
    today = now.astimezone(zone).date()
    past = Traces.of(traces, today, settings)
    sessions = list(session_cards(facts.sessions, now, zone, settings))
    mails = list(mail_cards(facts.mails, today))
    replies = list(reply_cards(facts.replies, now, zone))
    invitations = list(invitation_cards(facts.invitations, today))
    asked = list(asked_cards(facts.asked, today))
    near = (*asked, *sessions, *mails, *invitations)
    busy = frozenset(card.person_id for card in near if card.person_id is not None) | past.people_in(replies)
    on_a_path = frozenset(path.person_id for path in facts.outreach)
    goodbyes = list(goodbye_cards(facts.goodbyes, busy, today))
    parting = past.people_in(goodbyes)
    carries = {card.person_id for card in sessions if card.person_id and card.kind in CARRIES_THANKS}
    thanks = list(thanks_cards(facts.helps, carries | parting, today, settings))
    thanked = past.people_in(thanks)
    people = people_cards(facts.ties, busy | parting, today, settings, on_a_path=on_a_path)
    rhythm = [card for card in people if card.kind != "cadence" or card.person_id not in thanked]
    first = [
        *asked,
        *sessions,
        *mails,
        *replies,
        *received_cards(facts.received),
        *invitations,
        *own_mail_cards(facts.own_mail, today),
        *commitment_cards(facts.commitments, busy, today, settings),
        *outreach_cards(facts.outreach, busy),
        *introduction_cards(facts.introductions),
        *goodbyes,
        *thanks,
        *rhythm,
        *parked_cards(facts.parked, today),
        *match_cards(facts.matches),
        *decision_cards(facts.deciding, today, settings),
        *loop_cards(facts.loops, facts.sessions, now, settings),
        *opening_cards(facts.wants, today, settings, facts.paired),
        *letter_cards(facts.letter_of),
    ]
    written_to = busy | on_a_path | parting | thanked | past.people_in(rhythm)
    in_rhythm = frozenset(card.person_id for card in rhythm if card.person_id is not None)
    return in_order([*first, *beyond_cards(facts, written_to, in_rhythm, past)])
