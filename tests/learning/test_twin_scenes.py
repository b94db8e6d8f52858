"""The same moment is not told twice."""

from cast.writer import Writer, passage

from learning.twin_scenes import scenes, twins

LUNCH = "At lunch, Sam puts down the fork and says that she moved the deadline again."
BENCH = "The machine stops at ten, and the one who knows it stands at the next bench."


def test_different_moments_pass() -> None:
    told = [
        passage(LUNCH, "## Scene: office", file="one.md"),
        passage(BENCH, "## Scene: office", file="two.md"),
    ]
    assert list(twins(told)) == []


def test_a_moment_told_twice_is_named_at_its_second_place() -> None:
    told = [
        passage(LUNCH, "## Scene: office", file="one.md", line=4),
        passage(LUNCH.replace("Sam", "Jo"), "## Scene: remote", file="two.md", line=9),
    ]
    (finding,) = twins(told)
    assert (finding.file.name, finding.line) == ("two.md", 9)
    assert finding.what.startswith("this scene is nearly the one in one.md, line 4 (")


def test_the_variants_of_one_module_may_share_a_sentence() -> None:
    told = [
        passage(f"{LUNCH} Everyone nods.", "## Scene: office"),
        passage(f"{LUNCH} A thumb goes up in the chat beside it.", "## Scene: remote"),
    ]
    assert list(twins(told)) == []


def test_a_scene_of_two_paragraphs_is_one_scene() -> None:
    told = [passage(LUNCH, "## Scene: office"), passage(BENCH, "## Scene: office")]
    (scene,) = scenes(told)
    assert scene.likeness(scene) == 1


def test_a_copied_scene_is_named_by_its_line(writer: Writer) -> None:
    copied = writer.text("guard-your-focus").partition("## Scene: office\n\n")[2].splitlines()[0]
    line = writer.write_section("Scene: office", copied, slug="pause-then-answer")
    told = writer.told_of(line, slug="pause-then-answer")
    assert any("nearly the one in guard-your-focus.md" in what for what in told)
