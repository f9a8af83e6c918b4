"""The only place with the ORM."""
