"""What a call ends with that brought no answer."""


class Unreachable(Exception):
    """Whoever was asked could not be reached, or did not answer in a usable way. May pass.

    `str(error)` is for the log and for an operator; it names no more of an address than its host.
    """
