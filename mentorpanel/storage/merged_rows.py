"""Rows of two that become one: pointed at the one that stays, remembered where they cannot, and written back."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from mentorpanel.storage.models import User


def pointing_at(target: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Every foreign key to a table: whose, and the column."""
    for relation in target._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            model = relation.related_model
            if isinstance(model, type):
                yield model, relation.field.attname


def move_rows(
    owner: User, model: type[models.Model], field: str, kept_id: int, merged_id: int, undo: dict[str, Any]
) -> None:
    """Point rows at what is kept; a row that it has already is dropped and remembered. A row never points at itself."""
    rows = model._default_manager.filter(owner=owner, **{field: merged_id})
    if model is model._meta.get_field(field.removesuffix("_id")).related_model:
        rows = rows.exclude(pk=merged_id)
    ids = list(rows.values_list("pk", flat=True))
    if not ids:
        return
    moving = model._default_manager.filter(pk__in=ids)
    try:
        with transaction.atomic():
            moving.update(**{field: kept_id})
        undo["moved"].append([model._meta.label, field, ids])
        return
    except IntegrityError:
        pass  # one of them is there already: one by one, then
    moved = []
    for row_id in ids:
        row = model._default_manager.filter(pk=row_id)
        try:
            with transaction.atomic():
                row.update(**{field: kept_id})
            moved.append(row_id)
        except IntegrityError:
            undo["rows"].append(written(row.get()))
            row.delete()
    undo["moved"].append([model._meta.label, field, moved])


def forget_gone(row: models.Model) -> bool:
    """Let go of what a restored row pointed at and is no more; False when the row cannot be without it."""
    for field in row._meta.concrete_fields:
        model, value = field.related_model, getattr(row, field.attname)
        if (
            isinstance(model, type)
            and value is not None
            and not model._default_manager.filter(pk=value).exists()
        ):
            if not field.null:
                return False
            setattr(row, field.attname, None)
    return True


def written(row: models.Model) -> list[Any]:
    """A row as JSON holds it: its model, and its columns to the microsecond."""
    columns = {field.attname: plain(getattr(row, field.attname)) for field in row._meta.concrete_fields}
    return [row._meta.label, columns]


def read_back(row_as_written: list[Any]) -> models.Model:
    """The row again, not saved yet."""
    label, columns = row_as_written
    model = apps.get_model(label)
    row: models.Model = model(
        **{name: model._meta.get_field(name).to_python(value) for name, value in columns.items()}
    )
    return row


def plain(value: Any) -> Any:
    """A value as JSON holds it."""
    return value.isoformat() if hasattr(value, "isoformat") else value
