"""What may be asked after a module; `web.optional` shows at most one of them in a visit."""
