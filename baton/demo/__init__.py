"""The demo: Baton beside a practice LMS, seeded, with a clock that a button can move."""
