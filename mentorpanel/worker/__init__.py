"""The loop that takes in captures and delivers the outbox."""
