"""What every start does first: an owner in the machine's zone, and captures that wait for somebody."""

from pathlib import Path
from typing import Any

import pytest

from mentorpanel.usecases import profiles, sign_in, start
from mentorpanel.usecases.local_zone import machine_zone


def link(folder: Path, target: str) -> Path:
    made = folder / "localtime"
    made.unlink(missing_ok=True)
    made.symlink_to(target)
    return made


@pytest.mark.parametrize(
    ("said", "target", "written", "zone"),
    [
        ("Asia/Tokyo", "/usr/share/zoneinfo/Europe/Paris", "", "Asia/Tokyo"),
        (":/usr/share/zoneinfo/America/New_York", "", "", "America/New_York"),
        ("", "/usr/share/zoneinfo/Europe/Paris", "", "Europe/Paris"),
        ("", "../usr/share/zoneinfo/posix/Europe/Paris", "", "Europe/Paris"),
        ("", "/var/db/timezone/zoneinfo/Africa/Lagos", "", "Africa/Lagos"),
        ("EST5EDT,M3.2.0,M11.1.0", "/usr/share/zoneinfo/Europe/Paris", "", "Europe/Paris"),
        ("", "/nowhere/at/all", "Europe/Lisbon\n", "Europe/Lisbon"),
        ("", "/usr/share/zoneinfo/Etc/UTC", "", "UTC"),
        ("../../etc/passwd", "/etc/passwd", "\0\0\n", "UTC"),
        ("", "", "", "UTC"),
    ],
)
def test_the_zone_of_the_machine(tmp_path: Path, said: str, target: str, written: str, zone: str) -> None:
    localtime = link(tmp_path, target) if target else tmp_path / "none"
    name = tmp_path / "timezone"
    name.write_text(written, encoding="ascii")
    assert machine_zone(said=said, localtime=localtime, written=name) == zone


@pytest.mark.django_db
def test_the_first_owner_is_made_once_and_a_zone_said_is_kept(settings: Any) -> None:
    settings.MACHINE_TZ = "Asia/Tokyo"
    made = start.open_database()
    assert profiles.profile(made).time_zone == "Asia/Tokyo"
    profiles.change_profile(made, time_zone="Europe/Lisbon")
    settings.MACHINE_TZ = "America/New_York"
    assert start.open_database() == made
    assert profiles.profile(made).time_zone == "Europe/Lisbon"
    assert len(sign_in.all_owners()) == 1
