"""A data folder with a database of its own, for what needs a real file or several processes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PREPARE = """
import django
django.setup()
from django.conf import settings
from mentorpanel.storage import schema
schema.ensure(settings.DATA_FOLDER)
from mentorpanel.storage.models import User
from mentorpanel.storage.owners import profile_of
profile_of(User.objects.create_user("me@example.org"))
"""


@pytest.fixture(scope="session")
def _prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared")
    environment = {name: value for name, value in os.environ.items() if name != "MENTORPANEL_DATABASE_URL"}
    environment["MENTORPANEL_DATA"] = str(folder)
    subprocess.run([sys.executable, "-c", PREPARE], env=environment, check=True)
    return folder


@pytest.fixture
def migrated_folder(_prepared: Path, tmp_path: Path) -> Path:
    """A data folder with a fresh SQLite database in it, and one owner."""
    folder = tmp_path / "data"
    shutil.copytree(_prepared, folder)
    return folder
