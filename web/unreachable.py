"""What a call ends with that brought no answer."""


class Unreachable(Exception):
    """The platform could not be asked, or did not answer in a usable way. May pass.

    `str(error)` is for the log and for an operator; it names no more of an address than its host.
    """
