"""What the documents name must exist: paths, make targets, links, commands; and the two READMEs must say the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "samples").glob("*.md")])
TOP = (
    "ingest", "dagster_project", "dbt", "expectations", "publishing", "jixiao", "tests", "samples", "docs", "scripts", ".ci",
)  # fmt: skip
# what a build makes, or what a recipe tells its reader to create
MADE = re.compile(r"^(?:home|published|releases|staging|originals|quality|work|\.venv)(?:/|$)|NEW|<|\*|…|\.\.\.")
CODE = re.compile(r"```.*?```", re.DOTALL)


def named_paths(text: str) -> set[str]:
    """Words in backticks that begin with a folder or file of the checkout."""
    words = re.findall(r"`([^`\n]+)`", CODE.sub("", text))
    paths = {word for word in words if re.fullmatch(r"[\w./-]+", word) and not MADE.search(word)}
    return {word for word in paths if word.split("/")[0] in TOP and "/" in word}


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def labels(document: Path) -> str:
    return str(document.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=labels)
def test_paths_a_document_names_exist(document: Path) -> None:
    missing = {
        path
        for path in named_paths(document.read_text("utf-8"))
        if not (ROOT / path).exists() and not (document.parent / path).exists()
    }
    assert not missing


@pytest.mark.parametrize("document", DOCUMENTS, ids=labels)
def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", CODE.sub("", document.read_text("utf-8")))
    targets = {(one or other).split("#")[0] for one, other in links}
    assert not {t for t in targets if t and not t.startswith(("http", "mailto")) and not (document.parent / t).exists()}


@pytest.mark.parametrize("document", DOCUMENTS, ids=labels)
def test_make_targets_a_document_names_exist(document: Path) -> None:
    text = document.read_text("utf-8")
    inline = re.findall(r"`make ([a-z][a-z-]*)", text)
    fenced = [
        target for block in CODE.findall(text) for target in re.findall(r"^\s*make ([a-z][a-z-]*)", block, re.MULTILINE)
    ]
    assert {*inline, *fenced} <= make_targets()


def test_phony_targets_of_the_makefile_are_explained() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    phony = set(re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)[1].split())
    explained = set(re.findall(r"^([a-z-]+):.*## ", text, re.MULTILINE))
    assert phony == explained


def test_the_two_readmes_show_the_same_commands() -> None:
    english, chinese = (CODE.findall((ROOT / name).read_text("utf-8")) for name in ("README.md", "README.zh.md"))
    assert english
    assert [re.sub(r"\s*#.*", "", block) for block in english] == [re.sub(r"\s*#.*", "", block) for block in chinese]


def test_the_two_readmes_have_the_same_sections() -> None:
    english, chinese = (
        re.findall(r"^(#+) ", CODE.sub("", (ROOT / name).read_text("utf-8")), re.MULTILINE)
        for name in ("README.md", "README.zh.md")
    )
    assert english == chinese


def test_every_sample_is_described() -> None:
    text = (ROOT / "samples" / "README.md").read_text("utf-8")
    folder = ROOT / "samples" / "reports"
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert names
    assert {name for name in names if f"`{name}`" not in text} == set()
