"""A writer: changes a copy of the content, and reads what the check says about it."""

from pathlib import Path

from learning.content import Language
from learning.content_check import check_content
from learning.passage import Passage, Place

SLUG = "ask-early"


class Writer:
    """Somebody who works in a folder of content."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, slug: str = SLUG, language: Language = "en") -> Path:
        return self.folder / language / f"{slug}.md"

    def text(self, slug: str = SLUG, language: Language = "en") -> str:
        return self.path(slug, language).read_text("utf-8")

    def change(self, old: str, new: str, slug: str = SLUG, language: Language = "en") -> int:
        """Put `new` in the place of the first `old`; return its line."""
        text = self.text(slug, language)
        assert old in text, f"the content no longer has {old!r}"
        self.path(slug, language).write_text(text.replace(old, new, 1), "utf-8")
        return text[: text.index(old)].count("\n") + new.count("\n") + 1

    def fill(self, key: str, text: str, slug: str = SLUG, language: Language = "en") -> int:
        """Write `text` where the first `key:` stands; return its line."""
        lines = self.text(slug, language).splitlines()
        line = next(n for n, one in enumerate(lines) if one.strip(" -").startswith(f"{key}:"))
        lines[line] = f'{lines[line].partition(":")[0]}: "{text}"'
        self.path(slug, language).write_text("\n".join(lines) + "\n", "utf-8")
        return line + 1

    def write_section(
        self, heading: str, text: str, slug: str = SLUG, language: Language = "en"
    ) -> int:
        """Write `text` under a heading, in place of what is there; return its first line."""
        before, mark, after = self.text(slug, language).partition(f"\n## {heading}\n")
        assert mark, f"there is no section {heading!r}"
        rest = after.partition("\n## ")
        whole = f"{before}{mark}\n{text}\n{''.join(rest[1:])}"
        self.path(slug, language).write_text(whole, "utf-8")
        return before.count("\n") + 4

    def told(self) -> list[tuple[str, int, str]]:
        """What the check finds: file, line, and what to write instead."""
        return [
            (str(finding.file.relative_to(self.folder)), finding.line, finding.what)
            for finding in check_content(self.folder).findings
        ]

    def told_of(self, line: int, slug: str = SLUG, language: Language = "en") -> list[str]:
        """What the check says about one line."""
        name = f"{language}/{slug}.md"
        return [what for file, number, what in self.told() if (file, number) == (name, line)]


def passage(
    text: str,
    *place: int | str,
    line: int = 1,
    language: Language = "en",
    file: str = "module.md",
) -> Passage:
    """One passage, as if it had been read from a file."""
    where: Place = place or ("promise",)
    return Passage(Path(file), language, where, line, text)
