"""The pages: parse, one use case, render."""
