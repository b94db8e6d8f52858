"""What comes with Baton passes its own check, and is whole in each language that it promises."""

from baton.settings import PACKAGED_CONTENT
from learning.catalogue import Catalogue
from learning.content_check import Report, check_content


def said(report: Report) -> list[str]:
    return [str(finding) for finding in (*report.findings, *report.later)]


def test_nothing_is_found_in_any_file() -> None:
    assert said(check_content(PACKAGED_CONTENT)) == []


def test_every_module_and_every_arc_is_written_in_every_language(catalogue: Catalogue) -> None:
    assert set(catalogue.order.languages) == {"en", "sv"}
    for language in catalogue.order.languages:
        for arc in catalogue.order.arcs:
            assert catalogue.arcs[arc.slug, language].habit
            for slug in arc.modules:
                assert catalogue.modules[slug, language].title


def test_the_same_cases_are_best_in_every_language(catalogue: Catalogue) -> None:
    for (slug, _language), module in catalogue.modules.items():
        english = catalogue.module(slug)
        best = [question.best.id for question in module.questions]
        assert best == [question.best.id for question in english.questions]
