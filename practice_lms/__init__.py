"""A small learning platform for the demo and the tests: the other side of every LTI launch.

It imports nothing of the product. What it knows of LTI comes from the 1EdTech specifications and
from recordings of a Moodle 4.5, and where the two leave room it takes the stricter reading.
"""
