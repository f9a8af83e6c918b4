"""A simulated year with a panel of mentors, and what four ways of keeping in touch make of it. See docs/simulation.md."""
