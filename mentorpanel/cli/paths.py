"""Where the data folder is, found without any library so that capture starts in milliseconds."""

import os
import sys

SPOOL = "spool"


def data_folder() -> str:
    """The data folder: ``MENTORPANEL_DATA``, or the platform's user data folder. Makes nothing.

    On Linux this is the XDG rule by hand, the same folder that platformdirs names;
    elsewhere platformdirs is asked.
    """
    named = os.environ.get("MENTORPANEL_DATA")
    if named:
        return os.path.expanduser(named)
    if sys.platform != "linux":
        import platformdirs

        return platformdirs.user_data_dir("mentorpanel", appauthor=False)
    base = os.environ.get("XDG_DATA_HOME", "")
    if not base.startswith("/"):
        base = _home() + "/.local/share"
    return os.path.join(base, "mentorpanel")


def _home() -> str:
    """The home folder; a ``HOME`` that is empty or relative counts as not set."""
    home = os.environ.get("HOME", "")
    if not home.startswith("/"):
        import pwd

        home = pwd.getpwuid(os.getuid()).pw_dir
    return home.rstrip("/")
