"""`baton content`: what the people who write modules use."""

import json
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from baton.cli.content_new import new
from baton.settings import read_settings
from learning.content_check import CheckedFile, Report, check_content
from learning.finding import Finding
from learning.giveaway import Sign
from learning.readability import hardness
from learning.reading_time import minutes, reading_time, words_read
from learning.rhythm import longest_sentence, mean_sentence

_WIDTH = 100


@click.group()
def content() -> None:
    """Write modules, look at them, and check them. `content/README.md` says how."""


@content.command()
@click.option("--json", "as_json", is_flag=True, help="For scripts: one JSON object.")
def check(as_json: bool) -> None:
    """Check every module: its form, and how its texts read.

    Each finding names the file and the line, and says what to write instead. With findings the
    command ends with 1.

    The table shows, for each module and language, the words that one person reads in the seven
    parts, the time that takes, the school grade (English) or LIX (other languages), and the words
    of a sentence on average and at most.

    \b
    The time should be 5:20, give or take a minute. It counts:
    - words at a calm pace: 175 a minute in English, 155 in Swedish;
    - one plan to look back at, two recall cases with one reply each, one scene,
      the tool with its examples, the try with two replies, the plans and the
      chosen one once more, and the line to pass on;
    - 15 seconds for each of 8 choices.

    The second table shows whether the place or the length of an answer gives the best one away,
    over all questions of a language. Chance is one in three. What would happen by chance less
    than once in 200 times is refused.
    """
    report = check_content(read_settings().content)
    click.echo(json.dumps(_as_data(report), indent=2)) if as_json else _show(report)
    sys.exit(1 if report.findings else 0)


def _show(report: Report) -> None:
    console = Console(width=max(_WIDTH, Console().width), highlight=False, soft_wrap=True)
    console.print(_modules(report))
    console.print(_answers(report))
    for note in report.notes:
        click.echo(f"Note: {note}")
    if report.later:
        click.echo("To be mended before the language counts as complete:")
    for finding in report.later:
        click.echo(f"  {_said(finding)}")
    for finding in report.findings:
        click.echo(_said(finding))
    count = len(report.findings)
    modules = len({file.slug for file in report.modules})
    found = f"{count} finding{'s' if count > 1 else ''}" if count else "no errors"
    click.echo(f"{modules} modules, {found}.")


def _modules(report: Report) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("module")
    table.add_column("language")
    for name in ("words", "time", "grade/LIX", "mean", "longest", "findings"):
        table.add_column(name, justify="right")
    for file in report.modules:
        data = _measured(report, file)
        table.add_row(
            file.slug,
            file.language,
            str(data["words"]),
            minutes(int(data["seconds"])),
            f"{data['hardness']:.1f}",
            f"{data['mean_sentence']:.1f}",
            str(data["longest_sentence"]),
            str(data["findings"] or ""),
        )
    return table


def _answers(report: Report) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("the best answer")
    table.add_column("language")
    for name in ("questions", "share", "chance"):
        table.add_column(name, justify="right")
    for sign in report.signs:
        named = f"stands {sign.name}" if sign.is_place else f"is the {sign.name}"
        shown = (str(sign.questions), f"{sign.share:.0%}", f"{sign.chance:.3f}")
        table.add_row(named, sign.language, *shown)
    return table


def _as_data(report: Report) -> dict[str, object]:
    return {
        "modules": [
            {"slug": file.slug, "language": file.language, **_measured(report, file)}
            for file in report.modules
        ],
        "best_answers": [_sign_data(sign) for sign in report.signs],
        "notes": report.notes,
        "later": [_finding_data(finding) for finding in report.later],
        "findings": [_finding_data(finding) for finding in report.findings],
    }


def _finding_data(finding: Finding) -> dict[str, object]:
    return {"file": str(finding.file), "line": finding.line, "what": finding.what}


def _measured(report: Report, file: CheckedFile) -> dict[str, float]:
    return {
        "words": round(words_read(file.passages)),
        "seconds": reading_time(file.passages, file.language),
        "hardness": round(hardness(file.passages, file.language), 1),
        "mean_sentence": round(mean_sentence(file.passages), 1),
        "longest_sentence": longest_sentence(file.passages),
        "findings": report.count(file.path),
    }


def _sign_data(sign: Sign) -> dict[str, object]:
    return {
        "language": sign.language,
        "sign": sign.name,
        "count": sign.count,
        "questions": sign.questions,
        "share": round(sign.share, 3),
        "chance": round(sign.chance, 5),
    }


def _said(finding: Finding) -> str:
    return f"{_here(finding.file)}:{finding.line}: {finding.what}"


def _here(path: Path) -> Path:
    """Return a path as seen from where the command runs, if it lies below."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


content.add_command(new)
