"""Measurements: what a launch, a page and a grade cost, beside tools that do the same."""
