"""import and undo-import: bringing people in from files."""

import sys
from pathlib import Path
from typing import Any

import click

from mentorpanel.cli.shell import Shell, command, listed, part_of
from mentorpanel.domain import documents
from mentorpanel.domain.problems import Invalid

MOST_RUNS = 500
FORMATS = ("vcard", "google", "outlook", "csv", "linkedin")


@command("import", short_help="Bring people in: vCard, Google, Outlook, LinkedIn, CSV.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--as", "as_format", type=click.Choice(FORMATS), help="Take the file as this format.")
@click.option("--map", "columns", multiple=True, metavar="COLUMN=FIELD", help="Which CSV column is what.")
@click.option("--dry-run", is_flag=True, help="Count what would happen and change nothing.")
def import_command(
    shell: Shell, paths: tuple[Path, ...], as_format: str | None, columns: tuple[str, ...], dry_run: bool
) -> None:
    """Import files, or every file of a folder. Importing the same file twice changes nothing."""
    from mentorpanel.usecases import imports

    owner = shell.owner
    mapping = imports.check_mapping(_mapping(columns)) if columns else None
    rehearsal = imports.rehearsal(owner) if dry_run else None
    results = []
    for path in _files(paths):
        with _Bar(shell, path) as bar:
            results.append(
                imports.import_path(
                    owner,
                    path=path,
                    as_format=as_format or "",
                    mapping=mapping,
                    rehearsal=rehearsal,
                    on_progress=bar.moved,
                )
            )
    shell.answer({"files": [_document(one) for one in results]}, [_line(one) for one in results])
    if not any(one.format for one in results):
        raise SystemExit(1)


@command("undo-import", short_help="Take a whole import back.")
@click.argument("import_id", type=int, required=False)
@listed
def undo_import_command(shell: Shell, import_id: int | None, limit: int, after: str) -> None:
    """Undo the import IMPORT_ID; without it, list the imports."""
    from mentorpanel.usecases import import_undo, imports

    if import_id is None:
        known = imports.import_runs(shell.owner, limit=MOST_RUNS)
        runs, following = part_of(known, limit=limit, after=after, key=lambda run: run.id)
        document = [
            {"id": run.id, "file": run.filename, "state": run.state, "created": run.created} for run in runs
        ]
        lines = [
            f"#{run.id}  {shell.when(run.created_at)}  {run.filename}  {run.state}, {run.created} new"
            for run in runs
        ]
        shell.answer({"results": document, "next": following}, lines or "Nothing has been imported yet.")
        return
    kept = import_undo.undo_import(shell.owner, import_id=import_id)
    words = "The import is undone."
    if kept:
        words += f" {kept} of its people stay, because you have worked with them since."
    shell.answer({"id": import_id, "kept": kept}, words)


def _files(paths: tuple[Path, ...]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(one for one in path.rglob("*") if one.is_file() and not one.name.startswith("."))
        elif path.exists():
            found.append(path)
        else:
            raise Invalid(f"There is no file {path}.", field="path")
    return found


def _mapping(columns: tuple[str, ...]) -> dict[str, str]:
    pairs = [column.rpartition("=") for column in columns]
    if any(not equals for _, equals, _ in pairs):
        raise Invalid("A column is mapped as --map 'Column name=field'.", field="map")
    return {column: field for column, _, field in pairs}


def _document(result: Any) -> dict[str, Any]:
    return documents.import_run(result.run, result.rejected, path=result.path, found=result.format)


def _line(result: Any) -> str:
    run = result.run
    if result.format is None:
        return f"{result.path}: {run.failure}"
    counts = f"{run.created} new, {run.updated} updated, {run.unchanged} unchanged, {run.doubtful} doubtful"
    lines = [f"{result.path} ({result.format}): {counts}, {run.rejected} rejected (import #{run.id})"]
    if run.failure:
        lines.append(f"  stopped early: {run.failure}")
    lines += [f"  {row.where}: {row.reason}" for row in result.rejected]
    return "\n".join(lines)


class _Bar:
    """A progress bar on a terminal, and nothing in a pipe."""

    def __init__(self, shell: Shell, path: Path) -> None:
        self.bar: Any = None
        if sys.stderr.isatty() and not shell.as_json and path.is_file():
            self.bar = click.progressbar(length=path.stat().st_size, label=path.name, file=sys.stderr)

    def __enter__(self) -> "_Bar":
        if self.bar is not None:
            self.bar.__enter__()
        return self

    def __exit__(self, *raised: Any) -> None:
        if self.bar is not None:
            self.bar.__exit__(*raised)

    def moved(self, progress: Any) -> None:
        """Show how far the import is."""
        if self.bar is not None:
            self.bar.update(max(0, progress.done_bytes - self.bar.pos))
