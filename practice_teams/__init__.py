"""A page that plays Microsoft Teams for the demo, with the real TeamsJS on the other side.

It imports nothing of the product. With it come a small Entra, which signs people in, and as much
of Graph as puts a notice into somebody's feed. What it knows of them comes from Microsoft's
documentation and from TeamsJS itself. It has the people of the practice LMS: one company, two
doors.
"""
