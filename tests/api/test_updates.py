"""Updates by the API: begun for somebody, found by their words, a line each, held back without one."""

from tests.api.conftest import Program


def test_an_update_is_begun_written_and_its_letters_are_drafts(program: Program) -> None:
    ana = program.post("people", {"name": "Ana Ruiz", "email": "ana@x.example", "stage": "mentor"}).json()[
        "id"
    ]
    ben = program.post("people", {"name": "Ben Okri", "email": "ben@x.example", "stage": "mentor"}).json()[
        "id"
    ]
    text = {"verdict": "The page is live", "next": "Hiring", "sign_off": "Maya"}
    made = program.post("updates", {"person_ids": [ana], "slots": text}).json()
    assert [one["person"]["id"] for one in made["readers"]] == [ana]
    assert [one["id"] for one in program.get("updates?q=page+live").json()["results"]] == [made["id"]]
    assert program.get("updates?q=nothing").json()["results"] == []
    lines = [{"person_id": ana, "line": "For Ana alone"}, {"person_id": ben, "line": "For Ben alone"}]
    after = program.patch(f"updates/{made['id']}", {"lines": lines}).json()
    assert [one["personal"] for one in after["readers"]] == ["For Ana alone", "For Ben alone"]
    letter = program.get(f"drafts/{after['readers'][1]['letter_id']}").json()
    assert "For Ben alone." in letter["text"] and "For Ana" not in letter["text"]
    assert all(one["ok"] for one in letter["checks"])
    refused = program.patch(f"updates/{made['id']}", {"slots": {"personal": "x"}})
    assert refused.status_code == 422
    assert program.patch("updates/999999", {"closed": True}).status_code == 404
