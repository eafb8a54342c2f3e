"""How long one core reads and recognises text reports: milliseconds per report and per 20 KB of text.

`python tests/benchmarks/text_throughput.py [--profile] [--rounds N] [FILE…]` measures generated reports of 20 KB, no two alike,
and the shared reports where they are at hand (JIXIAO_SHARED, by default `shared` beside the checkout). Processor time, so that
other work on the machine counts little. Caches are emptied before every report: a warehouse reads each report once.
"""

from __future__ import annotations

import argparse
import cProfile
import functools
import gc
import os
import pstats
import random
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from ingest.document import Document  # noqa: E402
from ingest.readers import reader_for  # noqa: E402
from ingest.recognisers import recognise  # noqa: E402

SIZE = 20_000
_BODIES = ("水务局", "农业农村局", "文化馆", "市政管理处", "林业站", "档案馆", "疾控中心", "图书馆", "残联", "民政局")
_PLACES = ("河道", "水库", "路灯", "桥梁", "公园", "绿道", "校舍", "村道", "泵站", "堤防", "湿地", "厂房")
_WORKS = ("清淤", "维护", "加固", "改造", "保洁", "监测", "巡查", "普查", "修缮", "建设")
_WORDS = (
    "深入推进各项重点工作，进一步完善内部控制制度，规范资金使用管理。",
    "坚持问题导向，压实工作责任，建立工作台账，按月调度、按季通报。",
    "组织业务培训，提高人员能力，加强与相关部门的沟通协作。",
    "开展专项检查，发现问题及时整改，群众反映良好。",
)


def generated(seed: int, size: int = SIZE) -> bytes:
    """A report of about `size` bytes of an invented body: sections, projects, long prose and the two tables."""
    rng = random.Random(seed)
    year = rng.randint(2019, 2025)
    name = f"清河市云溪{rng.choice('县区')}{rng.choice(_BODIES)}"

    def money(largest: int = 900) -> str:
        value = rng.randint(100, largest * 100) / 100
        return rng.choice([f"{value:.2f}", f"{value:,.2f}", f"{value:g}"])

    projects = [
        f"{place}{work}专项" for place, work in zip(rng.sample(_PLACES, 8), rng.choices(_WORKS, k=8), strict=True)
    ]
    lines = [
        "附件1",
        f"{year}年度{name}整体支出绩效自评报告",
        "一、部门基本情况",
        f"{name}是云溪区人民政府组成部门。{year}年末编制数{rng.randint(10, 90)}人，实际在职人数{rng.randint(10, 90)}人。",
        "二、一般公共预算支出情况",
        "（一）基本支出情况",
        f"1.{year}年年初预算资金{money(9000)}万元。",
        f"2.{year}年度一般公共预算财政拨款收入{money(9000)}万元。",
        f"3.{year}年度财政拨款支出{money(9000)}万元。其中：项目支出{money()}万元，基本支出{money()}万元，其中：人员经费{money()}万元，公用经费{money()}万元。",
        "（二）项目支出情况",
    ]
    lines += [f"{at}.{project}{money()}万元。用于{project[:-2]}等工作。" for at, project in enumerate(projects, 1)]
    for title in ("政府性基金预算支出情况", "国有资本经营预算支出情况", "社会保险基金预算支出情况"):
        lines += [f"三、{title}", "无。"]
    lines += ["六、资金使用及绩效情况", "（一）整体支出绩效情况"]
    tail = ["（二）项目支出绩效情况"]
    tail += [
        f"{at}.年初预算项目{project}，预算资金{money()}万元，实际支出{money()}万元，执行率{rng.randint(60, 100)}.{rng.randint(0, 99):02d}%。"
        for at, project in enumerate(projects, 1)
    ]
    tail += ["七、存在的问题及原因分析", rng.choice(_WORDS), "附件2", f"{year}年度整体支出绩效评价基础数据表"]
    tail += [
        "\t财政供养人员情况",
        "",
        "\t编制数",
        f"\t{year}年实际在职人数",
        "\t控制率",
        "",
        "\t",
        "\t32",
        "\t30",
        "\t93.75%",
        "",
    ]
    tail += ["\t经费控制情况", "", f"\t{year - 1}年决算数", f"\t{year}年预算数", f"\t{year}年决算数", ""]
    labels = [
        "三公经费",
        "  1、公务用车购置和维护经费",
        "    其中：公车购置",
        "        公车运行维护",
        "  3、公务接待",
        "项目支出：",
        *projects,
        "公用经费",
    ]
    for label in labels:
        tail += [f"\t{label}", f"\t{money()}", f"\t{money()}", f"\t{money()}", ""]
    tail += ["说明：无", "附件3", f"{year}年度部门整体支出绩效自评表", "\t单位名称", f"\t{name}", ""]
    tail += ["\t年度预算", "\t", "\t年初预算数", "\t全年预算数", "\t全年执行数", "\t分值", "\t执行率", "\t得分", ""]
    tail += ["\t", "\t年度资金总额", f"\t{money()}", f"\t{money()}", f"\t{money()}", "\t10", "\t99.3%", "\t9.9", ""]
    tail += [
        "\t绩效指标",
        "\t一级指标",
        "\t二级指标",
        "\t三级指标",
        "\t年度指标值",
        "\t实际完成值",
        "\t分值",
        "\t得分",
        "\t偏差原因分析及改进措施",
        "",
    ]
    for project in projects:
        goal = rng.randint(2, 400)
        tail += [
            "\t",
            "\t产出指标",
            "\t数量指标",
            f"\t{project[:4]}处数",
            f"\t≥{goal}处",
            f"\t{goal + rng.randint(-1, 9)}处",
            "\t10",
            "\t10",
            "\t",
            "",
        ]
    tail += ["\t总分", "\t100", f"\t{rng.randint(80, 99)}.5", ""]
    while len("\n".join(lines + tail).encode()) < size:
        lines.append(
            f"{rng.randint(1, 9)}.{rng.choice(_WORDS)}全年完成{rng.choice(_PLACES)}{rng.choice(_WORKS)}{rng.randint(2, 900)}处，"
            f"投入{money()}万元，群众满意度{rng.randint(80, 99)}%。{rng.choice(_WORDS)}"
        )
    return "\n".join(lines + tail).encode()


def shared_reports() -> dict[str, bytes]:
    """The shared text reports by name; none where they aren't at hand."""
    folder = Path(os.environ.get("JIXIAO_SHARED") or ROOT.parent / "shared") / "reports"
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.txt"))}


@dataclass(frozen=True, slots=True)
class Measured:
    """Processor milliseconds of one report: the least of some rounds, each with empty caches."""

    name: str
    byte_size: int
    read_ms: float
    recognise_ms: float
    row_count: int

    @property
    def per_20_kb(self) -> float:
        return (self.read_ms + self.recognise_ms) * SIZE / self.byte_size


def empty_caches() -> None:
    """Forget what was kept of other reports' text; the lexicon stays, as in a running worker."""
    for module in [module for name, module in sorted(sys.modules.items()) if name.startswith("ingest.")]:
        for value in vars(module).values():
            if isinstance(value, functools._lru_cache_wrapper) and value.cache_parameters()["maxsize"] is not None:
                value.cache_clear()


def document(data: bytes) -> Document:
    reader = reader_for("text/plain")
    assert reader is not None
    return reader.read(data)


def measure(name: str, data: bytes, rounds: int) -> Measured:
    """Read and recognise one report some times."""
    reads, recognitions, rows = [], [], 0
    gc.collect()
    for _ in range(rounds):
        empty_caches()
        started = time.process_time()
        found = document(data)
        between = time.process_time()
        recognised = recognise(found, "0" * 64)
        ended = time.process_time()
        reads.append(between - started)
        recognitions.append(ended - between)
        rows = sum(len(part.claims) + len(part.indicators) + len(part.attributes) for part in recognised)
    return Measured(name, len(data), min(reads) * 1000, min(recognitions) * 1000, rows)


def measurements(reports: dict[str, bytes], rounds: int) -> Iterator[Measured]:
    """One measurement per report; the first report is read once before, for imports and the lexicon."""
    for number, (name, data) in enumerate(reports.items()):
        if number == 0:
            recognise(document(data), "0" * 64)
        yield measure(name, data, rounds)


def table(found: list[Measured]) -> str:
    """The measurements as text, with the median of what 20 KB cost."""
    lines = [f"{'report':<28}{'bytes':>8}{'read ms':>9}{'recognise ms':>14}{'ms per 20 KB':>14}{'rows':>6}"]
    lines += [
        f"{one.name[:27]:<28}{one.byte_size:>8}{one.read_ms:>9.2f}{one.recognise_ms:>14.2f}{one.per_20_kb:>14.2f}{one.row_count:>6}"
        for one in found
    ]
    lines.append(f"median ms per 20 KB: {statistics.median(one.per_20_kb for one in found):.2f}")
    return "\n".join(lines)


def generated_reports(count: int = 10) -> dict[str, bytes]:
    return {f"generated {seed}": generated(seed) for seed in range(count)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", action="store_true", help="print where the time goes")
    chosen = parser.parse_args()
    groups = (
        [{path.name: path.read_bytes() for path in chosen.files}]
        if chosen.files
        else [generated_reports(), shared_reports()]
    )
    for reports in filter(None, groups):
        print(table(list(measurements(reports, chosen.rounds))))
    if chosen.profile:
        documents = [document(data) for reports in groups for data in reports.values()]
        profile = cProfile.Profile(time.process_time)
        for one in documents:
            empty_caches()
            profile.runcall(recognise, one, "0" * 64)
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
