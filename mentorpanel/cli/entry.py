"""The command's entry: captures go the short way, everything else to the whole command line."""

import os
import sys

CAPTURES = ("park", "log")


def main() -> int:
    """Run the command line on ``sys.argv``. Returns the exit code."""
    arguments = sys.argv[1:]
    at = _command_place(arguments)
    if at < len(arguments) and arguments[at] in CAPTURES:
        from mentorpanel.cli import capture

        return capture.run(arguments[at], arguments[:at] + arguments[at + 1 :])
    if sys.flags.no_site:
        # The clone's own script starts without site-packages, for the captures' sake: start again with them.
        os.execv(sys.executable, [sys.executable, *sys.argv])
    from mentorpanel.cli.main import cli

    cli(prog_name="mentorpanel")
    return 0


def _command_place(arguments: list[str]) -> int:
    """The index of the command: the first word that is neither an option for all commands nor its value."""
    place = 0
    while place < len(arguments):
        if arguments[place] == "--user":
            place += 2
        elif arguments[place] == "--json" or arguments[place].startswith("--user="):
            place += 1
        else:
            break
    return place


if __name__ == "__main__":
    sys.exit(main())
