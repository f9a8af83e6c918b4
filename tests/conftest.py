"""What every test stands on: a data folder of its own, a fast password hasher, a browser where one is wanted."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

# Before Django reads its settings: no test may touch a real data folder, mailbox or address.
for _name in [name for name in os.environ if name.startswith("MENTORPANEL_")]:
    if _name != "MENTORPANEL_DATABASE_URL":
        del os.environ[_name]
_DATA = tempfile.mkdtemp(prefix="mp-data-")
atexit.register(shutil.rmtree, _DATA, ignore_errors=True)
os.environ["MENTORPANEL_DATA"] = _DATA
os.environ["DJANGO_SETTINGS_MODULE"] = "mentorpanel.config.settings"
# A machine may forbid byte code; compiling everything anew for each process that a test starts takes most of its time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir()) / f"mp-bytecode-{os.getuid()}")
# The browser's driver runs an event loop in the tests' thread; the ORM is used from that thread only.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

import django  # noqa: E402
import pytest  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.db import connection  # noqa: E402

REPOSITORY = Path(__file__).resolve().parent.parent
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}
BROWSERS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


def pytest_configure(config: pytest.Config) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    storages = dict(settings.STORAGES)
    storages["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = storages
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    django.setup()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses the database, so that only this runs again on PostgreSQL."""
    for item in items:
        if item.get_closest_marker("either_database"):
            continue
        names = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or names & DATABASE_FIXTURES:
            item.add_marker("database")


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and chromium() is None:
        words = "No Chromium here: apt install chromium, or set CHROMIUM to its path."
        if os.environ.get("CI"):
            pytest.fail(words, pytrace=False)
        pytest.skip(words)


def chromium() -> str | None:
    """The browser for the tests: what CHROMIUM names, or the machine's own; None where there is none."""
    named = os.environ.get("CHROMIUM")
    return next((path for path in (named, *BROWSERS) if path and Path(path).exists()), None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Starts the machine's own Chromium; as root it has no sandbox to offer."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": chromium(), "args": arguments}


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real files beside the repository. Tests that need it are skipped where it is missing."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs the files in ../shared/data, which are not here")
    return folder


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The tables are made as they are now; tests/storage/test_schema.py walks the steps that lead there."""
    connection.settings_dict["TEST"]["MIGRATE"] = False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """A database as its first start makes it."""
    from mentorpanel.storage import schema  # it knows the tables, so Django comes first

    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        schema.finish_tables(editor)


@pytest.fixture
def owner(db: None) -> Any:
    """Whose data a test is about."""
    return get_user_model().objects.create_user("me@example.org")


@pytest.fixture
def other_owner(db: None) -> Any:
    """Somebody else in the same database, who must never see or change anything of the owner's."""
    return get_user_model().objects.create_user("other@example.org")
