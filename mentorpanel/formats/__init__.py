"""Pure readers and writers of outside formats."""
