"""The whole command line: each command's module is imported only when it is called."""

import importlib

import click

COMMANDS = {
    "serve": "serving",
    "link": "serving",
    "web": "serving",
    "worker": "serving",
    "today": "today",
    "done": "today",
    "snooze": "today",
    "dismiss": "today",
    "week": "weeks",
    "met": "people",
    "people": "people",
    "person": "person",
    "add": "people",
    "stage": "people",
    "notice": "notices",
    "introductions": "introductions",
    "introduce": "introductions",
    "path": "introductions",
    "assess": "assessing",
    "panel": "coverage",
    "gaps": "coverage",
    "profile": "profiles",
    "decisions": "deciding",
    "decide": "deciding",
    "decision": "deciding",
    "look-back": "looking_back",
    "focus": "panel",
    "goal": "panel",
    "schedule": "sessions",
    "hold": "sessions",
    "sessions": "sessions",
    "prep": "sessions",
    "replies": "replies",
    "commitments": "commitments",
    "brief": "letters",
    "draft": "letters",
    "update": "updates",
    "import": "imports",
    "undo-import": "imports",
    "matches": "matching",
    "feed": "feeds",
    "calendar": "calendars",
    "mail": "mail",
    "remind": "reminders",
    "give-back": "giving",
    "wants": "giving",
    "favour": "giving",
    "asked": "giving",
    "search": "search",
    "parking": "search",
    "journal": "search",
    "ask": "asking",
    "ask-model": "ask_model",
    "advice": "advice",
    "backup": "keeping",
    "restore": "keeping",
    "doctor": "keeping",
    "user": "keeping",
    "token": "tokens",
}
CAPTURES = {
    "park": "Park a question, idea or insight, in milliseconds.",
    "log": "Write in the journal, in milliseconds.",
}


class Commands(click.Group):
    """Finds a command's module by its name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*COMMANDS, *CAPTURES])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in CAPTURES:
            return click.Command(cmd_name, short_help=CAPTURES[cmd_name])
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        found = importlib.import_module(f"mentorpanel.cli.{module}")
        command: click.Command = getattr(found, cmd_name.replace("-", "_") + "_command")
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.option("--user", default="", metavar="EMAIL", help="Whose panel, where there is more than one owner.")
@click.version_option(package_name="mentorpanel", message="%(version)s")
@click.pass_context
def cli(ctx: click.Context, as_json: bool, user: str) -> None:
    """Your panel of mentors: notice, keep informed, meet, thank, give back."""
    ctx.obj = {"json": as_json, "user": user}


def command_names() -> list[str]:
    """Every command there is, for the documentation's check."""
    return sorted([*COMMANDS, *CAPTURES])
