"""Search by the API: kinds, orders, pages."""

from datetime import date

from mentorpanel.storage.models import User
from mentorpanel.usecases import journal, people
from tests.api.conftest import Program


def test_kinds_orders_and_pages(program: Program, owner: User) -> None:
    priya = people.add_person(owner, name="Priya Pricing")
    for number in range(3):
        journal.write_entry(owner, text=f"pricing {number}", on=date(2026, 3, 2))
    whole = program.get("search?q=pricing").json()
    assert set(whole) == {"results", "next"}
    assert [hit["kind"] for hit in whole["results"]] == ["person", "journal", "journal", "journal"]
    assert whole["results"][0]["person"] == {"id": priya.id, "name": "Priya Pricing"}
    assert len(program.get("search?q=pricing&kind=journal&kind=goal").json()["results"]) == 3
    first = program.get("search?q=pricing&order=best&limit=3").json()
    rest = program.get(f"search?q=pricing&order=best&limit=3&after={first['next']}").json()
    assert [len(first["results"]), len(rest["results"]), rest["next"]] == [3, 1, None]
    assert program.get("search?q=pryia").json()["results"][0]["title"] == "Priya Pricing"
    for wrong in ("kind=nonsense", "order=worst", f"after={first['next']}"):
        assert program.get(f"search?q=pricing&{wrong}").status_code == 422
