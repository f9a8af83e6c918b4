"""Killed at any moment while sending: every mail arrives, and only what was under way comes twice, as itself."""

from tests.worker.killing import kill_while_sending


def test_every_mail_arrives_and_only_what_was_under_way_comes_again() -> None:
    seen = kill_while_sending(kills=8, seed=20261123)
    print(seen)
    assert seen.different == seen.expected, "a mail was lost"
    assert seen.again <= seen.kills, "more came again than was under way"
    assert seen.changed == 0, "what came again was another mail"
    assert seen.slowest_end < 45, "a restart waits for leases that are its own"
