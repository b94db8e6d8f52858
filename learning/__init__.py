"""The domain: people, modules, the weekly loop, its score, and what the LMS hears of it."""
