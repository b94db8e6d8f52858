"""The people of the tests: Amira leads, Ben and Dana are on her team, Chidi is a stranger."""
