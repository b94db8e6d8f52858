"""The product put together: application, settings, command line, worker, demo."""
