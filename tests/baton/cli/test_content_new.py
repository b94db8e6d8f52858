"""`baton content new`: a skeleton that says what to write where."""

import pytest

from learning.catalogue import build_module
from learning.content_file import ContentFile
from learning.errors import ContentError


@pytest.fixture
def content(baton, content_copy):
    """Runs `baton content …` in a copy."""

    def run(*arguments):
        return baton("content", *arguments, BATON_CONTENT=str(content_copy))

    return run


def test_every_line_that_is_left_is_named(content, writer):
    said = content("new", "say-no-well", "--arc", "self-leadership")
    assert (said.status, said.err) == (0, "")
    told = {line for file, line, _ in writer.told() if file == "en/say-no-well.md"}
    lines = writer.text("say-no-well").splitlines()
    left = {
        number
        for number, line in enumerate(lines, start=1)
        if "[write:" in line or "name-me" in line or "year: 0" in line
    }
    assert told == left
    assert len(left) > 100


def test_a_skeleton_has_the_form_of_a_module(content, writer):
    content("new", "say-no-well", "--arc", "self-leadership")
    module = build_module(ContentFile(writer.path("say-no-well")), "en")
    assert module.title == "[write: the name people see]"
    places = [question.options.index(question.best) for question in module.questions]
    assert sorted(places) == [0, 0, 1, 1, 2, 2]


def test_the_module_stands_last_in_its_arc(content, content_copy):
    content("new", "say-no-well", "--arc", "self-leadership")
    programme = (content_copy / "programme.yaml").read_text("utf-8")
    assert "      - ask-early\n      - say-no-well\n" in programme
    assert programme.count("- slug: self-leadership") == 1


def test_a_new_arc_gets_its_file(content, content_copy, writer):
    said = content("new", "say-no-well", "--arc", "courage")
    assert said.status == 0
    programme = (content_copy / "programme.yaml").read_text("utf-8")
    assert programme.endswith("  - slug: courage\n    modules:\n      - say-no-well\n")
    assert ("en/arcs/courage.md", 3) in {(file, line) for file, line, _ in writer.told()}


def test_a_programme_written_in_another_way_is_left_as_it_is(content, content_copy):
    path = content_copy / "programme.yaml"
    flow = "arcs:\n  - {slug: self-leadership, modules: [ask-early]}\n"
    path.write_text(flow, "utf-8")
    said = content("new", "say-no-well", "--arc", "self-leadership")
    assert "Now add say-no-well to the arc self-leadership" in said.out
    assert path.read_text("utf-8") == flow


def test_a_further_language_has_the_same_ids_and_best_answers(content, writer):
    said = content("new", "ask-early", "--language", "nb")
    assert said.status == 0, said.err
    english = build_module(ContentFile(writer.path("ask-early")), "en")
    norwegian = build_module(ContentFile(writer.path("ask-early", "nb")), "nb")
    assert norwegian.ids == english.ids
    assert [one.best.id for one in norwegian.questions] == [
        one.best.id for one in english.questions
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["ask-early"], "is there already; it was not touched."),
        (["Say No"], "`Say No`: use small letters, digits and single hyphens."),
        (["say-no", "--arc", "../x"], "`../x`: use small letters, digits and single hyphens."),
        (["say-no"], "Name the arc that the module belongs to, with --arc."),
        (["say-no", "--language", "../en"], "write a language’s code"),
        (["say-no", "--arc", "courage", "--language", "nb"], "Write say-no in `en` first"),
    ],
)
def test_what_cannot_be_laid_out_is_said(content, content_copy, arguments, sentence):
    before = {path: path.read_bytes() for path in content_copy.rglob("*") if path.is_file()}
    said = content("new", *arguments)
    assert said.status != 0
    assert sentence.replace("’", "'") in said.err.replace("’", "'")
    assert before == {p: p.read_bytes() for p in content_copy.rglob("*") if p.is_file()}


def test_a_folder_of_one_s_own_is_wanted(content, content_copy):
    (content_copy / "programme.yaml").write_text("arcs: [", "utf-8")
    assert "programme.yaml" in content("new", "say-no", "--arc", "courage").err
    assert not (content_copy / "en" / "say-no.md").exists()
    with pytest.raises(ContentError):
        ContentFile(content_copy / "programme.yaml")
