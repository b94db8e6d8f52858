"""Door one: an LTI 1.3 launch becomes a person, and what they finish becomes a grade."""
