"""Reading one content file: front matter, sections, and the line of whatever is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import yaml
from markdown_it import MarkdownIt
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from yaml.constructor import SafeConstructor

from learning.content_sentence import sentence
from learning.errors import ContentError

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["image", "link", "autolink"])
_Model = TypeVar("_Model", bound=BaseModel)
_QUICK: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DATE = "tag:yaml.org,2002:timestamp"


class ContentFile:
    """One file, parsed once, that can say on which line each of its values stands.

    Raises ContentError if the file is not UTF-8, or its YAML cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = self._text()
        self._lines = self.text.splitlines()
        is_yaml = path.suffix == ".yaml"
        front, self._first_line = (self.text, 1) if is_yaml else self._front_matter()
        self._root = self._compose(front)
        self._refuse_traps(self._root, set())
        self.metadata: dict[str, Any] = self._metadata(front)

    def sections(self, known: Mapping[str, str]) -> dict[str, str]:
        """Return the HTML under each `## heading`, keyed as `known` says (heading → key).

        Raises ContentError for the first of the `section_problems`.
        """
        for problem in self.section_problems(known):
            raise problem
        return {known[heading]: _MARKDOWN.render(text) for heading, _line, text in self._split()}

    def section_problems(self, known: Mapping[str, str]) -> Iterator[ContentError]:
        """Yield what is wrong with the headings.

        One may be missing, unknown, repeated or empty, and text may stand above the first one.
        """
        found: set[str] = set()
        yield from self._text_above()
        for heading, line, markdown in self._split():
            if heading not in known:
                expected = ", ".join(f'"{name}"' for name in known)
                yield self.error(line, f'unknown section "{heading}"; expected one of {expected}')
            elif heading in found:
                yield self.error(line, f'the section "{heading}" stands twice; keep one')
            elif not markdown.strip():
                yield self.error(line, f'the section "{heading}" is empty; write its text')
            found.add(heading)
        for heading in known:
            if heading not in found:
                yield self.error(self._last_line(), f'add the section "## {heading}"')

    def body_html(self) -> str:
        """Return everything below the front matter as HTML.

        Raises ContentError if there is nothing.
        """
        markdown = "\n".join(self._lines[self._body_starts_at() :])
        if not markdown.strip():
            raise self.error(self._last_line(), "write a text below the front matter")
        return str(_MARKDOWN.render(markdown))

    def paragraphs(self) -> Iterator[tuple[str, int, str]]:
        """Yield what stands below the front matter: heading, line, and the text without marks."""
        start = self._body_starts_at()
        heading = ""
        tokens = _MARKDOWN.parse("\n".join(self._lines[start:]))
        for before, token in pairwise(tokens):
            if token.type != "inline" or token.map is None:
                continue
            text = "".join(
                " " if part.type == "softbreak" else part.content for part in token.children or ()
            )
            if before.type == "heading_open" and before.tag == "h2":
                heading = f"## {text}"
            else:
                yield heading, start + token.map[0] + 1, text

    def build(self, model: type[_Model], **more: Any) -> _Model:
        """Check the front matter, with `more` beside it, against `model`.

        Raises ContentError naming the line of the first of the `problems`.
        """
        for problem in self.problems(model, **more):
            raise problem
        return model.model_validate({**self.metadata, **more})

    def problems(self, model: type[BaseModel], **more: Any) -> Iterator[ContentError]:
        """Yield all that keeps the front matter, with `more` beside it, from being a `model`."""
        for key in self.metadata.keys() & more.keys():
            yield self.error(self.line_of((key,)), sentence("extra_forbidden", (key,), {}))
        try:
            model.model_validate({**self.metadata, **more})
        except ValidationError as invalid:
            for problem in invalid.errors():
                yield self._problem(problem, more)

    def _problem(self, problem: ErrorDetails, more: Mapping[str, Any]) -> ContentError:
        location = problem["loc"]
        if location[:1] == ("slug",) and "slug" in more:
            return self.error(1, "give the file a name of small letters, digits and hyphens")
        what = sentence(problem["type"], location, problem.get("ctx", {}))
        return self.error(self.line_of(location), what)

    def line_of(self, location: Sequence[int | str]) -> int:
        """Return the line of a value such as `("arcs", 0, "slug")`, or of what it is missing in."""
        node, line = self._root, 0
        for step in location:
            child = _child(node, step)
            if child is None:
                break
            line, node = child
        return line + self._first_line

    def error(self, line: int, what: str) -> ContentError:
        """Return a ContentError for this file."""
        return ContentError(self.path, line, what)

    def _text(self) -> str:
        try:
            return self.path.read_text("utf-8-sig")
        except UnicodeDecodeError:
            raise ContentError(self.path, 1, "save this file as UTF-8") from None
        except OSError as problem:
            raise ContentError(self.path, 1, f"cannot be read ({problem.strerror})") from None

    def _front_matter(self) -> tuple[str, int]:
        lines = self.text.splitlines(keepends=True)
        if not lines or lines[0].strip() != "---":
            raise self.error(1, "start the file with a line `---` and the front matter")
        for number, line in enumerate(lines[1:], start=2):
            if line.strip() == "---":
                return "".join(lines[1 : number - 1]), 2
        raise self.error(len(lines), "end the front matter with a line `---`")

    def _compose(self, front: str) -> yaml.Node | None:
        try:
            with suppress(yaml.YAMLError):
                return yaml.compose(front, Loader=_QUICK)
            # The quick reader explains less.
            return yaml.compose(front, Loader=yaml.SafeLoader)
        except yaml.YAMLError as problem:
            raise self._unreadable(problem, front) from None

    def _metadata(self, front: str) -> dict[str, Any]:
        try:
            data = SafeConstructor().construct_document(self._root) if self._root else None
        except yaml.YAMLError as problem:
            raise self._unreadable(problem, front) from None
        except ValueError:
            what = "a number here cannot be read; put it in double quotes"
            raise self.error(self._first_line, what) from None
        if not isinstance(data, dict):
            raise self.error(self._first_line, "write `key: value` lines here")
        return data

    def _unreadable(self, problem: yaml.YAMLError, front: str) -> ContentError:
        if isinstance(problem, yaml.reader.ReaderError):
            line = front.count("\n", 0, problem.position)
            return self.error(line + self._first_line, "remove the character that cannot be shown")
        mark = getattr(problem, "problem_mark", None) or getattr(problem, "context_mark", None)
        line = (mark.line if mark else 0) + self._first_line
        said = str(getattr(problem, "problem", problem))
        if "\\t" in said:
            return self.error(line, "write spaces here instead of a tab")
        advice = "put the text in straight double quotes, and check the spaces before it"
        return self.error(line, f"{advice} ({said})")

    def _refuse_traps(self, node: yaml.Node | None, seen: set[int]) -> None:
        """Refuse what YAML takes silently and nobody means: a key given twice, a date."""
        if node is None or id(node) in seen:
            return
        seen.add(id(node))
        if node.tag == _DATE:
            line = node.start_mark.line + self._first_line
            raise self.error(line, f'"{node.value}" is read as a date; put it in double quotes')
        if isinstance(node, yaml.MappingNode):
            self._refuse_repeated_keys(node)
        for child in _children(node):
            self._refuse_traps(child, seen)

    def _refuse_repeated_keys(self, node: yaml.MappingNode) -> None:
        keys: set[str] = set()
        for key, _value in node.value:
            line = key.start_mark.line + self._first_line
            if not isinstance(key, yaml.ScalarNode):
                raise self.error(line, "write a plain key before the colon")
            if key.value in keys:
                raise self.error(line, f"`{key.value}` stands twice; keep one")
            keys.add(key.value)

    def _text_above(self) -> Iterator[ContentError]:
        start = self._body_starts_at()
        for number, line in enumerate(self._lines[start:], start=start + 1):
            if line.startswith("## "):
                return
            if line.strip():
                yield self.error(number, "put this text under one of the headings")
                return

    def _split(self) -> list[tuple[str, int, str]]:
        start = self._body_starts_at()
        body = self._lines[start:]
        headings = [
            (number, line[3:].strip()) for number, line in enumerate(body) if line.startswith("## ")
        ]
        ends = [number for number, _ in headings[1:]] + [len(body)]
        return [
            (heading, start + number + 1, "\n".join(body[number + 1 : end]))
            for (number, heading), end in zip(headings, ends, strict=True)
        ]

    def _body_starts_at(self) -> int:
        later = enumerate(self._lines[1:], start=1)
        return next(number for number, line in later if line.strip() == "---") + 1

    def _last_line(self) -> int:
        return max(1, len(self._lines))


def _children(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return []


def _child(node: yaml.Node | None, step: int | str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item.start_mark.line, item
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line, value
    return None
