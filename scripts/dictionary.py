"""docs/dictionary.md from what dbt knows of the public tables: names, types and descriptions of `dbt/models/marts` and `everyday`, and the codes
in seeds.

`python scripts/dictionary.py` rewrites the file; with `--check` it only says whether it is current (exit 1 if not).
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
MODELS = ROOT / "dbt" / "models"
SEEDS = ROOT / "dbt" / "seeds"
TARGET = ROOT / "docs" / "dictionary.md"

# seed -> what its codes mean; seeds of thousands of rows are no reading matter
CODES = {
    "line_item": "`line_item_code`: what the money is",
    "fund": "`fund_code`: whose money",
    "measure": "`measure`",
    "budget_version": "`budget_version`",
    "place_kind": "`place_kind`: where in a report a value stands; a lower rank wins when a fact is chosen",
    "report_family": "`report_family`",
    "reporting_scope": "`reporting_scope`: what a report speaks for",
    "classification": "`classification`: what kind of code an amount stands under; NULL for the body as a whole",
    "identity_basis": "`identity_basis`: where a report's body and year were taken from",
    "attribute_code": "`attribute_code`",
    "figure_reason": "`reason` of `fct_unrecognised`, and why figures are excluded from the ledger",
    "finding_rule": "`check_code`: the checks behind `fct_finding`",
    "check_title": "`check_code`: their titles",
    "recognition_rule": "`rule`: what told the parts of a claim's meaning",
}
CODE_COLUMNS = (
    "parent_code",
    "rank",
    "ending",
    "rule",
    "description_zh",
    "description_en",
    "severity",
    "tolerance",
    "name_zh",
    "name_en",
    "definition",
    "title_zh",
    "title_en",
    "reason",
)
EVERYDAY = """# Everyday tables

Schema `everyday`: all rows of a table may be added up. Which amounts they take is in
[methodology.md](methodology.md#everyday-tables).
"""
INTRO = """# Dictionary

The public tables (schema `marts`; behind them those of `everyday`, whose rows may be added up), generated from the descriptions in `dbt/` by `make dictionary`; the same texts are the comments of
the tables and columns in the published database. Amounts are `decimal(18,2)` in yuan. How a figure comes to be is in
[methodology.md](methodology.md), how tables join in [published-layout.md](published-layout.md).
"""


def doc_blocks() -> dict[str, str]:
    """The texts of `{% docs name %}` blocks in the dbt project."""
    found: dict[str, str] = {}
    for path in sorted(MODELS.rglob("*.md")):
        for name, text in re.findall(
            r"{%-?\s*docs\s+(\w+)\s*-?%}(.*?){%-?\s*enddocs\s*-?%}", path.read_text("utf-8"), re.DOTALL
        ):
            found[name] = " ".join(text.split())
    return found


def described(item: dict[str, Any], blocks: dict[str, str]) -> tuple[str, str]:
    """Chinese and English of a description, which stand side by side as `中文 | English`."""
    text = re.sub(
        r"{{\s*doc\(\s*['\"](\w+)['\"]\s*\)\s*}}",
        lambda match: blocks.get(match[1], ""),
        str(item.get("description") or ""),
    )
    chinese, _, english = (part.strip() for part in " ".join(text.split()).partition(" | "))
    return chinese, english


def public_tables(schema: str) -> list[dict[str, Any]]:
    """The models of a schema in the order dimensions, bridges, facts, marts, then by name."""
    models: list[dict[str, Any]] = []
    for path in sorted((MODELS / schema).glob("**/*.yml")):
        models.extend((yaml.safe_load(path.read_text("utf-8")) or {}).get("models") or [])
    order = {"dim": 0, "fct": 1, "bridge": 2, "mart": 3}
    return sorted(models, key=lambda model: (order.get(model["name"].split("_")[0], 9), model["name"]))


def cell(text: object) -> str:
    return str(text).replace("|", "\\|").replace("\n", " ")


def tables(schema: str) -> Iterator[str]:
    blocks = doc_blocks()
    for model in public_tables(schema):
        chinese, english = described(model, blocks)
        name = model["name"] if schema == "marts" else f"{schema}.{model['name']}"
        yield f"## {name}\n\n{chinese}  \n{english}\n\n| column | type | 说明 | meaning |\n|---|---|---|---|"
        for column in model.get("columns") or []:
            zh, en = described(column, blocks)
            yield f"| `{column['name']}` | {cell(column.get('data_type', ''))} | {cell(zh)} | {cell(en)} |"
        yield ""


def codes() -> Iterator[str]:
    yield "## Codes\n"
    for name, title in CODES.items():
        path = SEEDS / f"{name}.csv"
        if not path.is_file():
            continue
        with path.open(encoding="utf-8", newline="") as handle:
            reader = csv.DictReader(handle)
            first, *others = reader.fieldnames or [""]
            shown = [first, *(column for column in CODE_COLUMNS if column in others)]
            yield f"### {title}\n\n| {' | '.join(shown)} |\n|{'---|' * len(shown)}"
            for row in reader:
                yield f"| `{row[first]}` | {' | '.join(cell(row[column]) for column in shown[1:])} |"
        yield ""


def dictionary() -> str:
    """The whole file."""
    return "\n".join([INTRO, *tables("marts"), EVERYDAY, *tables("everyday"), *codes()]).rstrip() + "\n"


def main() -> int:
    text = dictionary()
    if "--check" in sys.argv[1:]:
        current = TARGET.is_file() and TARGET.read_text("utf-8") == text
        print(
            "dictionary: current" if current else "docs/dictionary.md is not what dbt/ describes: run `make dictionary`"
        )
        return 0 if current else 1
    TARGET.write_text(text, encoding="utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
