"""The mission itself: pure rules over frozen facts."""
