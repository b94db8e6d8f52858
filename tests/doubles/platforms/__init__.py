"""Strict stand-ins for learning platforms that cannot run here, written from what they do.

Each refuses what the real one refuses. `stand_in.py` is what they share; a file a platform has its
habits.
"""
