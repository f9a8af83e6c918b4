"""Django's SQLite with the text of its statements kept; named in ``config/environment.py``."""
