"""Data Docs: what the guards said, as plain HTML files that need no script, no server and no network.

One overview (verdict, what failed and since which run, one table per suite of guards by fiscal year) and one page per
suite and fiscal year with limits, what was observed, the offending keys, and why the limit stands there. English and
Chinese side by side. Everything that comes from data is escaped, and the page's own policy forbids loading anything.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from types import MappingProxyType

from expectations import thresholds as table
from expectations.judging import NOT_ENOUGH_HISTORY, is_unjudged
from expectations.results import SAMPLE_LIMIT, SEVERITIES, QualityResult, in_order

RUNS_SHOWN = 12
KEYS_SHOWN = 5  # in the overview, hashes cut short; a year's page has them all, whole
_LONG_HASH = re.compile(r"\b[0-9a-f]{64}\b")
_UUID = re.compile(r"^([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f-]{22}$")
_LONG_NUMBER = re.compile(r"(?<![\w.])\d{5,}(?!\w)")
# in the order of the way of a figure
SUITE_NAMES = {
    table.HANDOVER: ("What ingestion hands over", "采集交付"),
    table.MARTS: ("Finished facts across fiscal years", "跨年度的事实"),
    "dbt": ("Keys, references, codes and contracts (dbt tests)", "主键、引用、代码与约定（dbt测试）"),
}
SEVERITY_ZH = {"critical": "严重", "error": "错误", "warning": "警告", "info": "提示"}
STYLE = """
:root{color-scheme:light dark;--ink:#1c2530;--soft:#5b6774;--line:#d5dbe1;--page:#fff;--band:#f4f6f8;
--good:#1d6b3a;--goodbg:#e4f3e9;--critical:#8f1220;--criticalbg:#fbe0e3;--error:#8a3a06;--errorbg:#fdeadb;
--warning:#705300;--warningbg:#fdf3cf;--info:#24527a;--infobg:#e2eef8}
@media (prefers-color-scheme:dark){:root{--ink:#e4e8ec;--soft:#9aa6b2;--line:#3a444e;--page:#14191e;--band:#1d242b;
--good:#8fd6a8;--goodbg:#173524;--critical:#ffb0b8;--criticalbg:#4a1219;--error:#ffc296;--errorbg:#45240d;
--warning:#f2d674;--warningbg:#3d3208;--info:#a5cdf0;--infobg:#12304a}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:76rem;padding:1.5rem;background:var(--page);color:var(--ink);
font:16px/1.5 system-ui,"Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",sans-serif}
h1{font-size:1.6rem;margin:.2rem 0}h2{font-size:1.2rem;margin:2rem 0 .5rem}
a{color:inherit}.soft,small{color:var(--soft)}small{display:block;font-size:.82rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid var(--line)}
thead th{background:var(--band);white-space:nowrap}td.mark{white-space:nowrap}
.tag{display:inline-block;padding:0 .45rem;border-radius:.3rem;white-space:nowrap}
.good{color:var(--good);background:var(--goodbg)}.none{color:var(--soft)}.tag.none{padding:0}
.critical{color:var(--critical);background:var(--criticalbg)}.error{color:var(--error);background:var(--errorbg)}
.warning{color:var(--warning);background:var(--warningbg)}.info{color:var(--info);background:var(--infobg)}
code{font:.85rem ui-monospace,Consolas,monospace;overflow-wrap:anywhere}
.verdict{padding:.8rem 1rem;border-radius:.4rem;margin:1rem 0;font-size:1.1rem}
td.keys{min-width:12rem;max-width:26rem}td.keys small{margin-bottom:.2rem}
th>span[lang],td>span[lang]{display:block}
"""


def _both(english: str, chinese: str) -> str:
    return f"{escape(english)} <span lang=zh-CN>{escape(chinese)}</span>"


def _page(title: tuple[str, str], body: str) -> str:
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(title[0])} · {escape(title[1])}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


Key = tuple[str, str, int | None]


def _key(result: QualityResult) -> Key:
    return result.suite, result.expectation, result.fiscal_year


def _severity(result: QualityResult) -> str:
    return result.severity if result.severity in SEVERITIES else "error"


def _tag(result: QualityResult) -> str:
    if is_unjudged(result):
        early = result.observed.startswith(NOT_ENOUGH_HISTORY)
        words = ("not enough history", "历史不足") if early else ("nothing to judge", "无可评判")
        return f'<span class="tag none">– {_both(*words)}</span>'
    if result.passed:
        return f'<span class="tag good">✓ {_both("holds", "通过")}</span>'
    severity = _severity(result)
    return f'<span class="tag {severity}">✗ {_both(severity, SEVERITY_ZH[severity])}</span>'


def _year(year: int | None) -> str:
    return _both("no year", "不分年度") if year is None else str(year)


def _moment(run_at: str) -> str:
    """A time as people read it; anything else as it is."""
    try:
        return f"{datetime.fromisoformat(run_at).astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    except ValueError:
        return escape(run_at)


def _run_name(run_id: str) -> str:
    short = _UUID.sub(r"\1…", run_id)
    return f"<code>{escape(short)}</code>"


def _figures(text: str) -> str:
    """Text with its long numbers in groups of three."""
    return escape(_LONG_NUMBER.sub(lambda found: f"{int(found[0]):,}", text))


def page_name(suite: str, year: int | None) -> str:
    """The file name of a suite's page for one fiscal year."""
    safe = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_") else "_" for letter in suite)
    return f"{safe}-{'all' if year is None else year}.html"


def _suite_name(suite: str) -> str:
    return _both(*SUITE_NAMES.get(suite, (suite, "")))


def _guard(result: QualityResult, guards: dict[tuple[str, str], table.Threshold]) -> str:
    found = guards.get((result.suite, result.code))
    title = _both(found.title_en, found.title_zh) if found else ""
    return f"{title}<small><code>{escape(result.expectation)}</code></small>"


def _since(result: QualityResult, runs: Sequence[tuple[str, str]], kept: dict[tuple[str, ...], QualityResult]) -> str:
    """The oldest run of the unbroken row of failures that ends with this result; runs that didn't judge it are skipped."""
    first = result
    for run in reversed(runs):
        before = kept.get((*run, result.suite, result.expectation, str(result.fiscal_year)))
        if before is None:
            continue
        if before.passed:
            break
        first = before
    return f"{_moment(first.run_at)}<small>{_run_name(first.run_id)}</small>"


def _short(found: re.Match[str]) -> str:
    return f"{found[0][:12]}…"


def _keys(result: QualityResult, most: int, names: Mapping[str, str]) -> str:
    shown = result.keys[:most]
    told = "".join(
        f"<code>{escape(_LONG_HASH.sub(_short, key) if most < SAMPLE_LIMIT else key)}</code>"
        + (f"<small>{escape(names[key])}</small>" if key in names else "<br>")
        for key in shown
    )
    more = result.keys_in_all - len(shown)
    return told + (f"<small>… {more:,} {_both('more', '更多')}</small>" if more else "")


def _head(*titles: tuple[str, str]) -> str:
    return "<thead><tr>" + "".join(f"<th scope=col>{_both(*title)}</th>" for title in titles) + "</tr></thead>"


def _scroll(content: str) -> str:
    return f'<div class="scroll"><table>{content}</table></div>'


def _acceptance(result: QualityResult, accepted: Mapping[Key, str]) -> str:
    """Who accepted a failure, and why, below its tag."""
    note = accepted.get(_key(result))
    return f"<small>{_both('accepted', '已接受')}: {escape(note)}</small>" if note and not result.passed else ""


def _failures(
    results: Sequence[QualityResult],
    guards: dict[tuple[str, str], table.Threshold],
    runs: Sequence[tuple[str, str]],
    kept: dict[tuple[str, ...], QualityResult],
    accepted: Mapping[Key, str],
    names: Mapping[str, str],
) -> str:
    broken = sorted((r for r in results if not r.passed), key=lambda r: SEVERITIES.index(_severity(r)))
    if not broken:
        return ""
    rows = "".join(
        f"<tr><td class=mark>{_tag(r)}{_acceptance(r, accepted)}</td><td><a href='{page_name(r.suite, r.fiscal_year)}'>{_year(r.fiscal_year)}</a></td>"
        f"<td>{_guard(r, guards)}</td><td>{_figures(r.observed)}<small>{_figures(r.limit_value)}</small></td>"
        f"<td class=keys>{_keys(r, KEYS_SHOWN, names)}</td><td>{_since(r, runs, kept)}</td></tr>"
        for r in broken
    )
    head = _head(
        ("Severity", "级别"), ("Year", "年度"), ("Expectation", "检查"), ("Observed, limit", "实测与界限"),
        ("Offending keys", "涉及的键"), ("Failing since", "始于"),
    )  # fmt: skip
    return f"<h2>{_both('What does not hold', '未通过')}</h2>{_scroll(head + f'<tbody>{rows}</tbody>')}"


def _matrix(suite: str, results: Sequence[QualityResult], guards: dict[tuple[str, str], table.Threshold]) -> str:
    years = sorted({r.fiscal_year for r in results}, key=lambda year: (year is None, year or 0))
    cells = {(r.expectation, r.fiscal_year): r for r in results}
    order = {code: position for position, (of, code) in enumerate(guards) if of == suite}
    names = sorted(
        {r.expectation: r for r in results}.values(), key=lambda r: (order.get(r.code, len(order)), r.expectation)
    )
    head = "".join(f"<th scope=col><a href='{page_name(suite, year)}'>{_year(year)}</a></th>" for year in years)
    rows = []
    for name in names:
        found = [cells.get((name.expectation, year)) for year in years]
        marks = "".join(
            "<td class=none>·</td>"
            if r is None
            else f"<td class=mark>{_tag(r)}{'' if is_unjudged(r) else f'<small>{_figures(r.observed)}</small>'}</td>"
            for r in found
        )
        rows.append(f"<tr><th scope=row>{_guard(name, guards)}</th>{marks}</tr>")
    table_head = f"<thead><tr><th scope=col>{_both('Expectation', '检查')}</th>{head}</tr></thead>"
    return f"<h2>{_suite_name(suite)}</h2>{_scroll(table_head + '<tbody>' + ''.join(rows) + '</tbody>')}"


def _detail(
    suite: str,
    year: int | None,
    results: Sequence[QualityResult],
    guards: dict[tuple[str, str], table.Threshold],
    accepted: Mapping[Key, str],
    names: Mapping[str, str],
) -> str:
    rows = []
    order = {code: position for position, (of, code) in enumerate(guards) if of == suite}

    def place(r: QualityResult) -> tuple[int, int, str]:
        rank = SEVERITIES.index(_severity(r)) if not r.passed else len(SEVERITIES) + is_unjudged(r)
        return rank, order.get(r.code, len(order)), r.expectation

    for r in sorted(results, key=place):
        severity = (
            f"<small>{_both(f'if not: {r.severity}', f'否则：{SEVERITY_ZH.get(r.severity, r.severity)}')}</small>"
            if r.passed
            else ""
        )
        found = guards.get((r.suite, r.code))
        reason = f"{_both(found.reason_en, found.reason_zh)}<small>{escape(found.owner)}</small>" if found else ""
        rows.append(
            f"<tr><th scope=row>{_guard(r, guards)}</th><td class=mark>{_tag(r)}{severity}{_acceptance(r, accepted)}</td>"
            f"<td>{_figures(r.observed)}</td><td>{_figures(r.limit_value)}</td><td class=keys>{_keys(r, SAMPLE_LIMIT, names)}</td>"
            f"<td>{reason}</td></tr>"
        )
    head = _head(
        ("Expectation", "检查"), ("Result", "结果"), ("Observed", "实测"), ("Limit", "界限"),
        ("Offending keys", "涉及的键"), ("Why, and whose", "理由与负责方"),
    )  # fmt: skip
    return (
        f"<p><a href='index.html'>← {_both('All results', '全部结果')}</a></p>"
        f"<h1>{_suite_name(suite)} · {_year(year)}</h1>{_scroll(head + '<tbody>' + ''.join(rows) + '</tbody>')}"
    )


def _counts(results: Iterable[QualityResult]) -> dict[str, int]:
    counts = dict.fromkeys(SEVERITIES, 0)
    for result in results:
        if not result.passed:
            counts[_severity(result)] += 1
    return counts


def _runs(runs: Sequence[tuple[str, str]], history: Sequence[QualityResult]) -> str:
    rows = []
    for run_at, run_id in reversed(runs[-RUNS_SHOWN:]):
        counts = _counts(r for r in history if (r.run_at, r.run_id) == (run_at, run_id))
        marks = "".join(f"<td>{counts[severity] or '·'}</td>" for severity in SEVERITIES)
        rows.append(f"<tr><td>{_moment(run_at)}</td><td>{_run_name(run_id)}</td>{marks}</tr>")
    head = _head(
        ("Run at", "运行时间"), ("Run", "运行"), *((severity, SEVERITY_ZH[severity]) for severity in SEVERITIES)
    )
    return (
        f"<h2>{_both('Runs before', '历次运行')}</h2>{_scroll(head + '<tbody>' + ''.join(rows) + '</tbody>')}"
        if rows
        else ""
    )


def _verdict(results: Sequence[QualityResult], accepted: Mapping[Key, str]) -> str:
    stopping = any(r.severity == "critical" and not r.passed and _key(r) not in accepted for r in results)
    counts = _counts(results)
    worst = next((severity for severity in SEVERITIES if counts[severity]), "good")
    if counts["critical"] and not stopping:
        words = _both(
            "A person accepted every critical expectation that does not hold.", "未通过的严重检查均已由专人接受。"
        )
    elif counts["critical"]:
        words = _both("A critical expectation does not hold: such a build is not published.", "有严重问题，不予发布。")
    elif worst == "good":
        words = _both("Everything holds.", "全部通过。")
    else:
        words = _both("Nothing critical.", "没有严重问题。")
    told = " · ".join(f"{counts[severity]} {_both(severity, SEVERITY_ZH[severity])}" for severity in SEVERITIES)
    unjudged = sum(map(is_unjudged, results))
    return (
        f'<p class="verdict {worst}">{words}</p><p>{told} · {len(results)} {_both("results", "项结果")}'
        + (f", {unjudged} {_both('with nothing to judge', '项无可评判')}" if unjudged else "")
        + f"<small>{_both('Critical stops publication, the rest does not. A year leads to limits, reasons and all keys.', '严重问题阻止发布，其余不阻止。点年度可看界限、理由和全部的键。')}</small></p>"
    )


def write(
    results: Sequence[QualityResult],
    history: Iterable[QualityResult],
    target_dir: Path,
    *,
    accepted: Mapping[Key, str] = MappingProxyType({}),
    names: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Write the docs of one run into `target_dir` (`index.html` and a page per suite and year), replacing what is there.

    `results` are those of one run; `history` those of all kept runs (`results.read_history`), in which the run itself may
    stand again; `accepted` says by suite, expectation and fiscal year who let a critical failure pass, and why; `names` what
    offending keys are called. Same input, same bytes.
    """
    guards = {(guard.suite, guard.expectation): guard for guard in table.load()}
    shown = in_order(results)
    this_run = {(r.run_at, r.run_id) for r in shown}
    before = [r for r in in_order(history) if (r.run_at, r.run_id) not in this_run]
    runs = list(dict.fromkeys((r.run_at, r.run_id) for r in before))
    kept: dict[tuple[str, ...], QualityResult] = {
        (r.run_at, r.run_id, r.suite, r.expectation, str(r.fiscal_year)): r for r in before
    }
    suites = dict.fromkeys([*SUITE_NAMES, *(r.suite for r in shown)])
    by_suite = {suite: found for suite in suites if (found := [r for r in shown if r.suite == suite])}

    title = ("Data quality", "数据质量")
    told = " · ".join(f"{_moment(run_at)} <code>{escape(run_id)}</code>" for run_at, run_id in sorted(this_run))
    body = [
        f"<h1>{_both(*title)}</h1><p class=soft>{told}</p>",
        _verdict(shown, accepted),
        _failures(shown, guards, runs, kept, accepted, names),
    ]
    body += [_matrix(suite, rows, guards) for suite, rows in by_suite.items()]
    body.append(_runs(runs, before))
    pages = {"index.html": _page(title, "".join(body))}
    for suite, rows in by_suite.items():
        for year in {r.fiscal_year for r in rows}:
            of_year = [r for r in rows if r.fiscal_year == year]
            english, chinese = SUITE_NAMES.get(suite, (suite, suite))
            name = (f"{english} {year or ''}", f"{chinese} {year or ''}")
            pages[page_name(suite, year)] = _page(name, _detail(suite, year, of_year, guards, accepted, names))

    aside = target_dir.with_name(f".{target_dir.name}.{os.getpid()}.tmp")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    for page, content in pages.items():
        (aside / page).write_text(content, encoding="utf-8")
    shutil.rmtree(target_dir, ignore_errors=True)
    aside.replace(target_dir)
