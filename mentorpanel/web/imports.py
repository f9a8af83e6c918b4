"""Bringing people in: dropping files, how far they are, naming columns, doubtful matches, taking it all back."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mentorpanel.domain.problems import Invalid, Unreadable
from mentorpanel.domain.records import DoubtfulRecord, ImportRecordRow, ImportRunRecord, PersonRecord
from mentorpanel.usecases import import_undo, uploads
from mentorpanel.usecases import imports as importing
from mentorpanel.usecases import matches as matching
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render
from mentorpanel.web.uploads import is_too_large, limit_in_words, throw_away

GOING = ("receiving", "waiting", "running")
SHOWN_REJECTED = 200
SHOWN_CHANGED = 50
SHOWN_MATCHES = 20
COLUMNS_MOST = 300
DECIDED = {
    "same": "{file} and {person} are one now.",
    "different": "Two people, then: {file} is in your address book as well.",
    "skip": "{file} is left out.",
}


@csrf_exempt  # Only so far that a form too large is answered before its token is looked for.
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: OwnedRequest) -> HttpResponse:
    """What came in; a POST brings files."""
    if request.method == "POST" and is_too_large(request):
        throw_away(request)
        return _too_large(request)
    answer: HttpResponse = _imports(request)
    return answer


@csrf_protect
def _imports(request: OwnedRequest) -> HttpResponse:
    if request.method == "POST":
        return _take(request)
    runs = importing.import_runs(request.owner)
    waiting = matching.doubtful_count(request.owner)
    context = {
        "headline": _headline(runs, waiting),
        "runs": runs,
        "matches": waiting,
        "has_run_going": any(run.state in GOING for run in runs),
    }
    return render(request, "imports/import.html", context)


def _take(request: OwnedRequest) -> HttpResponse:
    files = request.FILES.getlist("files")
    if is_too_large(request):
        return _too_large(request)
    if not files:
        messages.error(request, "Choose a file first.")
    taken = []
    for file in files:
        try:
            taken.append(_take_file(request, file))
        except Unreadable as problem:
            messages.error(request, problem.message)
    address = reverse("import")
    if len(taken) == 1:
        page = "import-mapping" if taken[0].state == "mapping" else "import-run"
        address = reverse(page, args=[taken[0].id])
    return _go(request, address)


def _take_file(request: OwnedRequest, file: "UploadedFile[Any]") -> ImportRunRecord:
    stream: Any = file.file
    return uploads.take_upload(request.owner, filename=file.name or "", stream=stream)


def _too_large(request: OwnedRequest) -> HttpResponse:
    words = f"That is more than {limit_in_words()}, which is taken at once. Bring it in parts, or use the command line."
    if _wants_json(request):
        return JsonResponse({"message": words}, status=413)
    return render(request, "problem.html", {"message": words}, status=413)


def _go(request: OwnedRequest, address: str) -> HttpResponse:
    """To the next page; a script is told which, so that what is said there is not used up by it."""
    return JsonResponse({"next": address}) if _wants_json(request) else redirect(address)


def _wants_json(request: OwnedRequest) -> bool:
    return "json" in request.headers.get("Accept", "")


def _headline(runs: list[ImportRunRecord], waiting: int) -> str:
    if waiting:
        return _count(waiting, "entry may be somebody you have", "entries may be people you have") + "."
    if any(run.state in GOING for run in runs):
        return "A file is being read."
    return "Everything is in." if runs else "Bring the people in whom you know."


@require_GET
def run(request: OwnedRequest, import_id: int) -> HttpResponse:
    """One import: how far it is, and what became of its records."""
    one = importing.import_run(request.owner, import_id=import_id)
    rejected = importing.import_records_of(request.owner, import_id=import_id, outcome="rejected")
    changed = [] if one.state in GOING else _changed(request, import_id)
    context = {
        "run": one,
        "headline": _run_headline(one),
        "rejected": rejected[:SHOWN_REJECTED],
        "has_more_rejected": len(rejected) > SHOWN_REJECTED,
        "changed": changed,
        "matches": matching.doubtful_count(request.owner),
    }
    return render(request, "imports/run.html", context)


def _changed(request: OwnedRequest, import_id: int) -> list[ImportRecordRow]:
    rows: list[ImportRecordRow] = []
    for outcome in ("updated", "created"):
        rows += importing.import_records_of(
            request.owner, import_id=import_id, outcome=outcome, limit=SHOWN_CHANGED - len(rows)
        )
    return rows


def _run_headline(one: ImportRunRecord) -> str:
    if one.state in GOING:
        return f"{one.filename} is being read."
    if one.state == "mapping":
        return "Which column holds what?"
    if one.state == "undone":
        return "This import was taken back."
    if one.state == "failed":
        return f"{one.filename} could not be read to its end."
    return f"{_count(one.created, 'person is', 'people are')} new in your address book."


@require_http_methods(["GET", "HEAD", "POST"])
def mapping(request: OwnedRequest, import_id: int) -> HttpResponse:
    """Which column of a table holds what."""
    one = importing.import_run(request.owner, import_id=import_id)
    if one.state != "mapping":
        return redirect(reverse("import-run", args=[import_id]))
    table = uploads.preview(request.owner, import_id=import_id)
    chosen, errors = dict(table.mapping), {}
    if request.method == "POST":
        chosen = _chosen(request)
        try:
            uploads.choose_mapping(request.owner, import_id=import_id, mapping=chosen)
            return redirect(reverse("import-run", args=[import_id]))
        except (Invalid, Unreadable) as problem:
            errors = {"mapping": problem.message}
    columns = [
        {
            "name": header,
            "samples": [row[at] for row in table.rows if row[at]],
            "guess": chosen.get(header, ""),
        }
        for at, header in enumerate(table.headers)
    ]
    context = {
        "run": one,
        "headline": "Which column holds what?",
        "columns": columns[:COLUMNS_MOST],
        "fields": list(uploads.FIELDS.items()),
        "errors": errors,
    }
    return render(request, "imports/mapping.html", context, status=422 if errors else 200)


def _chosen(request: OwnedRequest) -> dict[str, str]:
    names = [request.POST.get(f"column-{at}-name") for at in range(COLUMNS_MOST)]
    return {
        name: field
        for at, name in enumerate(names)
        if name is not None and (field := forms.text(request, f"column-{at}-field"))
    }


@require_POST
def undo(request: OwnedRequest, import_id: int) -> HttpResponse:
    """Take a whole import back."""
    kept = import_undo.undo_import(request.owner, import_id=import_id)
    words = "The import is taken back."
    if kept:
        words += f" {_count(kept, 'person stays', 'people stay')}, because you have worked with them since."
    forms.tell(request, words)
    return redirect(reverse("import"))


@require_POST
def undo_merge(request: OwnedRequest, merge_id: int) -> HttpResponse:
    """Part two people again."""
    kept, parted = matching.undo_merge(request.owner, merge_id=merge_id)
    forms.tell(request, f"{kept.name} and {parted.name} are two people again, as they were.")
    return forms.go_back(request, reverse("person", args=[kept.id]))


@require_GET
def matches(request: OwnedRequest) -> HttpResponse:
    """Doubtful matches, side by side."""
    waiting = matching.doubtful_count(request.owner)
    shown = matching.doubtful_matches(request.owner, limit=SHOWN_MATCHES)
    merges = [
        {
            "id": merge_id,
            "kept": kept,
            "gone": gone,
            "reason": reason,
            "on": at.astimezone(request.zone).date(),
        }
        for merge_id, kept, gone, reason, at in matching.latest_merges(request.owner)
    ]
    context = {
        "headline": "The same person, or two?" if shown else "Nothing is doubtful.",
        "matches": [{"match": one.match, "rows": _side_by_side(one.match, one.person)} for one in shown],
        "more": max(0, waiting - len(shown)),
        "merges": merges,
    }
    return render(request, "imports/matches.html", context)


def _side_by_side(match: DoubtfulRecord, person: PersonRecord) -> list[dict[str, Any]]:
    record = match.record
    points = {
        kind: [one.value for one in person.contact_points if one.kind == kind]
        for kind in ("email", "phone", "link")
    }
    both = (
        ("Name", record.get("name"), person.name),
        ("Called", record.get("nickname"), person.nickname),
        ("Organisation", record.get("organisation"), person.organisation),
        ("Title", record.get("title"), person.title),
        ("E-mail", ", ".join(record.get("emails") or ()), ", ".join(points["email"])),
        ("Phone", ", ".join(record.get("phones") or ()), ", ".join(points["phone"])),
        ("Page", ", ".join(record.get("links") or ()), ", ".join(points["link"])),
        ("Notes", (record.get("notes") or "")[:300], person.imported_notes[:300]),
    )
    return [
        {"label": label, "theirs": theirs or "", "ours": ours, "is_same": bool(ours) and theirs == ours}
        for label, theirs, ours in both
        if theirs or ours
    ]


@require_POST
def decide(request: OwnedRequest, match_id: int) -> HttpResponse:
    """The owner's word on a doubtful match; with ``?again`` it is asked again."""
    if "again" in request.GET:
        matching.undo_decision(request.owner, match_id=match_id)
        forms.tell(request, "It waits for your word again.")
        return redirect(reverse("matches"))
    match = matching.doubtful_match(request.owner, match_id=match_id)
    decision = forms.text(request, "decision")
    matching.decide_match(request.owner, match_id=match_id, decision=decision)
    words = DECIDED[decision].format(file=match.record.get("name") or match.where, person=match.person.name)
    forms.tell(request, words, undo=f"{reverse('match-decide', args=[match_id])}?again=1")
    return redirect(reverse("matches"))


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
