"""`baton content check`: what L&D people run before they hand in a module."""


def test_the_content_that_comes_with_baton_is_good(baton):
    said = baton("content", "check")
    assert said.status == 0
    assert "Lead from where you are" in said.out
    assert said.out.splitlines()[-1].endswith("modules, no errors.")


def test_a_broken_file_is_named_with_its_line(baton, content_copy):
    file = content_copy / "en" / "ask-early.md"
    lines = file.read_text("utf-8").splitlines()
    lines.insert(1, "colour: [red")
    file.write_text("\n".join(lines), "utf-8")
    sentence = baton("content", "check", BATON_CONTENT=str(content_copy)).sentence
    assert f"{file}:" in sentence
    assert sentence.split(":")[2].isdigit()


def test_a_folder_without_content_is_said(baton, tmp_path):
    assert "programme.yaml" in baton("content", "check", BATON_CONTENT=str(tmp_path)).sentence
