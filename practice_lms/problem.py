"""Something went wrong on a page: a status and a sentence for the person who sees it."""

from flask import Response, make_response, render_template


class Problem(Exception):
    """Raised by a page; the sentence is shown as it is."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


def show(problem: Problem) -> Response:
    """Return the LMS's own error page."""
    page = render_template("problem.html", sentence=problem.sentence)
    return make_response(page, problem.status)
