"""A hundred workers killed at random moments while they send invitations and an update.

Run from a clone: ``python -m bench.killed [KILLS]``. Goals: no mail is lost, none comes again but what was under way
(one for each kill at most), what comes again is the same mail, and a restart is at work again at once.
"""

import sys
import time

from tests.worker.killing import kill_while_sending


def main() -> int:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    started = time.monotonic()
    seen = kill_while_sending(kills, seed=1)
    print(
        f"{seen.kills} kills in {time.monotonic() - started:.0f} s; {seen.expected} mails expected, {seen.different} came"
    )
    print(
        f"{seen.again} came again (at most {seen.kills}), {seen.changed} of them changed; slowest end {seen.slowest_end:.1f} s"
    )
    is_met = seen.different == seen.expected and seen.again <= seen.kills and seen.changed == 0
    print("all goals met" if is_met else "MISSED")
    return int(not is_met)


if __name__ == "__main__":
    sys.exit(main())
