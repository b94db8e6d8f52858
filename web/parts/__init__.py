"""The seven parts of a module: each has a file that can show it and take its answer."""
