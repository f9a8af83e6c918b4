"""The API: parse, one use case, answer. One file per resource.

To add a resource:

1. its document in ``domain/documents.py`` (the command with ``--json`` takes it from there, too);
2. a ``page(owner, selection)`` in ``storage/<noun>.py`` (``storage.paging.selected`` does the work), named in
   ``usecases/listings.py``, and its table in ``storage/row_locks.py``;
3. ``api/<noun>.py``: what is shown, given and changed as payloads, and a ``Resource`` with six functions that
   call use cases (see ``api/commitments.py``, the shortest);
4. its name in ``api/routes.py``.

List, get, create, change and delete, paging, ETags, idempotency keys, problems, the OpenAPI document and the
page that explains it follow from that. Verbs beside them are in ``api/verbs.py`` and in the resource's own file.
"""
