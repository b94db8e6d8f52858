"""Stand-ins for what lies outside Baton, and the databases that tests run on."""
