"""`baton content`: what the people who write modules use."""

import json
import re
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from baton.preview.app import address
from baton.preview.server import preview_server
from baton.settings import read_settings
from learning.catalogue import module_files
from learning.content_check import CheckedFile, Report, check_content
from learning.finding import Finding
from learning.giveaway import Sign
from learning.listing import FALLBACK
from learning.new_module import lay_out
from learning.readability import hardness
from learning.reading_time import minutes, reading_time, words_read
from learning.rhythm import longest_sentence, mean_sentence

_WIDTH = 100
_PORTS = click.IntRange(1, 65535)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


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


@content.command()
@click.argument("slug")
@click.option("--arc", help="The arc that a new module belongs to; made if it is new.")
@click.option("--language", default=FALLBACK, show_default=True, help="Such as en or sv.")
def new(slug: str, arc: str | None, language: str) -> None:
    """Lay out a new module, or a further language of one.

    SLUG is the module's name inside Baton and its file's name: small letters and hyphens, such
    as ask-early. Each text to be written says what belongs there, and `baton content check`
    names the lines that are left.
    """
    for name in filter(None, (slug, arc)):
        if not _SLUG.fullmatch(name):
            raise click.UsageError(f"`{name}`: use small letters, digits and single hyphens.")
    if not _LANGUAGE.fullmatch(language):
        raise click.UsageError(f"`{language}`: write a language's code, such as en or sv.")
    for done in lay_out(read_settings().content, slug, arc, language):
        click.echo(done)
    click.echo("Fill in each [write: …]. Then run `baton content check`, and look at it with")
    click.echo(f"`baton content preview {slug} --language {language}`.")


@content.command()
@click.argument("slug", required=False)
@click.option("--language", default=FALLBACK, show_default=True, help="Such as en or sv.")
@click.option("--port", default=8010, show_default=True, type=_PORTS, help="On this machine only.")
def preview(slug: str | None, language: str, port: int) -> None:
    """Show a module in the browser as a learner sees it, and follow each save.

    Without SLUG it begins with a list of all modules. Nobody signs in, and nothing is saved. A
    mistake in the file is shown, with its line, until it is mended.
    """
    folder = read_settings().content
    written = {(path.stem, code) for path, code in module_files(folder)}
    if slug is not None and (slug, language) not in written:
        raise click.ClickException(f"There is no file {folder / language / slug}.md.")
    server = preview_server(folder, port)
    click.echo(f"{address(port, slug, language)} (Ctrl+C stops it)")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo()
    finally:
        server.server_close()


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
