"""A country that was staged and built, and the damaged ones made from it."""

from __future__ import annotations

from pathlib import Path

import duckdb

from tests.quality.building import Judged, build
from tests.quality.country import Country, Rows
from tests.quality.damage import Damage, Hit, Scene


class Stage:
    """A clean country and what was made of it in a folder; a folder where that was done before is taken as it is."""

    def __init__(self, folder: Path, country: Country) -> None:
        self.folder = folder
        self.country = country
        self.rows = country.rows()
        self.home = folder / "clean"
        self.warehouse = self.home / "work" / "warehouse.duckdb"
        if not self.home.exists():
            build(self.rows.write(self.home))
        self.scene_year = country.years[-2]
        self.division = country.divisions[len(country.divisions) // 2].code

    def scene(self, rows: Rows, *, year: int | None = None, division: str | None = None) -> Scene:
        return Scene(self.country, rows, year or self.scene_year, division or self.division)

    def damaged(self, rows: Rows, name: str) -> Path:
        return rows.write(self.folder / name, text_of=self.home if rows.has_same_text(self.rows) else None)

    def keys(self, hit: Hit, warehouse: Path) -> set[str]:
        """Every key that belongs to the damaged reports or their bodies, before the damage or after."""
        found = set(hit.keys) | {report.division for report in hit.reports}
        shas = {report.sha256 for report in hit.reports}
        found |= shas | {report.report_id for report in hit.reports}
        prefixes = {sha[:12] for sha in shas}
        for file in (self.warehouse, warehouse):
            if not file.exists():
                continue
            with duckdb.connect(str(file), read_only=True) as connection:
                connection.execute("create temp table hit (report_id varchar)")
                connection.executemany(
                    "insert into hit values (?)", [[report.report_id] for report in hit.reports] or [[""]]
                )
                connection.execute(
                    "create temp table bodies as select distinct unit_key from marts.dim_report where report_id in (from hit)"
                )
                for statement in (
                    "select unit_key from bodies",
                    *(
                        f"select fact_id from marts.{table} where unit_key in (from bodies)"
                        for table in ("fct_budget", "fct_expenditure", "fct_income")
                    ),
                    # a later report of a damaged body contradicts it
                    "select claim_id from marts.fct_claim where unit_key in (from bodies)",
                ):
                    found |= {row[0] for row in connection.execute(statement).fetchall()}
        return found | prefixes

    def check(self, kind: Damage, hit: Hit, judged: Judged, warehouse: Path) -> None:
        """The owner failed at its severity in the damaged years and names what was damaged; nothing fails but what may."""
        failed = judged.failed
        told = {key: (result.severity, result.observed) for key, result in failed.items()}
        keys = self.keys(hit, warehouse)
        for year in hit.years:
            assert (kind.owner, year) in failed, (kind.name, year, told)
            result = failed[kind.owner, year]
            assert result.severity == kind.severity, kind.name
            samples = [key for key in result.sample_keys.split(",") if key]
            assert samples or not hit.reports, f"{kind.name}: {kind.owner} names no keys"
            # a county's other bodies may do by nature what the damage did to most
            strange = [key for key in samples if not belongs(key, keys)]
            assert len(strange) <= len(samples) / 5, (kind.name, kind.owner, strange)
        # a wrong year is compared with the one before and the one after
        near = {None} | {year + step for year in hit.years if year is not None for step in (-1, 0, 1)}
        assert None in hit.years or {year for _, year in failed} <= near, (kind.name, told)
        strangers = {key for key in failed if key[0] not in kind.also | {kind.owner}}
        assert not strangers, (kind.name, {key: told[key] for key in strangers})


def belongs(key: str, keys: set[str]) -> bool:
    """Whether a key is one of the damaged ones; ids of rows carry their report's hash, some keys have a tail of their own."""
    if key in keys or key.partition(":")[0] in keys or key.partition("#")[0] in keys:
        return True
    parts = key.split("_")
    return len(parts) > 1 and parts[1][:12] in keys
