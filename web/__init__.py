"""The pages that both doors open onto: sessions, the seven parts of a module, problems."""
