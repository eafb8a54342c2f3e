"""How fast files of each format are read: pages and megabytes per second on one worker and on two, beside the bare libraries.

`python tests/benchmarks/format_throughput.py [--rounds N] [--format F] [FILE…]` measures the files, or those of the shared reports
(JIXIAO_SHARED, by default `shared` beside the checkout), or small ones of its own making: the bundled samples, also made sheets and web
pages of, and drawn forms, stamped and tilted. Another format is a row of `FORMATS`, another library to compare with a row of `BARE`. Wall time and processor time (of all workers together), best of some rounds,
every round in new processes.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from ingest.readers import media_types, reader_for  # noqa: E402

MEGABYTE = 1_000_000


def read(data: bytes) -> int:
    """The project's reader; returns the pages, 1 for a format without."""
    reader = reader_for(media_types.sniff(data))
    assert reader is not None
    return reader.read(data).page_count or 1


def bare_pypdfium2(data: bytes) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            page.get_textpage().get_text_range()
            page.close()
        return len(document)


def bare_pdfplumber(data: bytes) -> int:
    import io

    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_text()
            page.extract_tables()
            page.close()
        return len(document.pages)


Work = Callable[[bytes], int]
# files by the end of their name, and what reads them
FORMATS: dict[str, tuple[str, ...]] = {
    "pdf": (".pdf",), "docx": (".docx",), "doc": (".doc",), "text": (".txt",), "xlsx": (".xlsx",), "xls": (".xls",),
    "html": (".html", ".htm", ".mht"), "scan": (".png", ".jpg", ".jpeg", ".tif", ".tiff"),
}  # fmt: skip
BARE: dict[str, dict[str, Work]] = {"pdf": {"bare pypdfium2 text": bare_pypdfium2, "bare pdfplumber": bare_pdfplumber}}


@dataclass(frozen=True, slots=True)
class Measured:
    """What reading some files took: the best of some rounds, and the largest peak of a process's memory."""

    what: str
    workers: int
    files: int
    pages: int
    byte_size: int
    seconds: float
    cpu_seconds: float
    peak_megabytes: float


def _share(
    work: Work, files: list[bytes], ready: multiprocessing.synchronize.Barrier, answers: multiprocessing.Queue
) -> None:
    # imports are no reading
    work(files[0])
    ready.wait()
    started = time.process_time()
    pages = sum(work(data) for data in files)
    used = time.process_time() - started
    answers.put((pages, used, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGABYTE))


def measure(what: str, work: Work, files: list[bytes], workers: int, rounds: int) -> Measured:
    """Reads the files some times, each round divided among new processes."""
    context = multiprocessing.get_context("fork")
    best, best_cpu, pages, peak = float("inf"), float("inf"), 0, 0.0
    # every file in each process as often as it takes to give all the same work
    shares = [[data for at, data in enumerate(files * workers) if at % workers == number] for number in range(workers)]
    for _ in range(rounds):
        ready, answers = context.Barrier(workers + 1), context.Queue()
        processes = [context.Process(target=_share, args=(work, share, ready, answers)) for share in shares]
        for process in processes:
            process.start()
        ready.wait()
        started = time.perf_counter()
        told = [answers.get() for _ in processes]
        best = min(best, time.perf_counter() - started)
        for process in processes:
            process.join()
        best_cpu = min(best_cpu, sum(used for _, used, _ in told))
        pages, peak = sum(one for one, _, _ in told), max(peak, *(size for _, _, size in told))
    return Measured(what, workers, len(files) * workers, pages, sum(map(len, files)) * workers, best, best_cpu, peak)


def measurements(kind: str, files: list[bytes], rounds: int) -> Iterator[Measured]:
    for workers in (1, 2):
        yield measure(f"{kind}: jixiao", read, files, workers, rounds)
    for name, work in BARE.get(kind, {}).items():
        yield measure(f"{kind}: {name}", work, files, 1, rounds)


def table(found: list[Measured]) -> str:
    head = ("workers", "files", "pages", "MB", "seconds", "pages/s", "MB/s", "CPU s", "pages/CPU s", "peak MB")
    lines = [f"{'':<26}" + "".join(f"{name:>{max(8, len(name) + 2)}}" for name in head)]
    for one in found:
        megabytes = one.byte_size / MEGABYTE
        values = (
            f"{one.workers}", f"{one.files}", f"{one.pages}", f"{megabytes:.1f}", f"{one.seconds:.2f}",
            f"{one.pages / one.seconds:.1f}", f"{megabytes / one.seconds:.2f}", f"{one.cpu_seconds:.2f}",
            f"{one.pages / one.cpu_seconds:.1f}", f"{one.peak_megabytes:.0f}",
        )  # fmt: skip
        lines.append(
            f"{one.what:<26}"
            + "".join(f"{value:>{max(8, len(name) + 2)}}" for name, value in zip(head, values, strict=True))
        )
    return "\n".join(lines)


def shared_files(kind: str) -> list[Path]:
    """The shared reports of a format but for scans; none where they aren't at hand."""
    folder = Path(os.environ.get("JIXIAO_SHARED") or ROOT.parent / "shared") / "reports"
    found = (path for path in sorted(folder.rglob("*")) if path.name.endswith(FORMATS[kind]))
    return [path for path in found if "scan" not in path.name]


def own_files(kind: str) -> list[bytes]:
    """Small files of a format: the samples of that format, else made of the samples that are text. None where the format can't be made."""
    from ingest.readers.text import TextReader
    from tests.golden import scans
    from tests.unit.ingest.readers import rendering

    samples = sorted((ROOT / "samples" / "reports").iterdir())
    made: dict[str, Callable[..., bytes]] = {
        "xlsx": rendering.as_xlsx,
        "xls": rendering.as_xls,
        "html": rendering.as_html,
    }
    if kind in made:
        texts = [path for path in samples if path.name.endswith("_2024.txt")]
        # one alone is read before the clock has ticked
        return [made[kind](TextReader().read(path.read_bytes())) for path in texts] * 20
    if kind == "scan":
        spoiling = scans.Spoiling(stamps=(scans.Stamp(),), angle=0.6, noise=5)
        return [scans.encoded(scans.form(seed, spoiling).picture, spoiling.dpi) for seed in (1, 2)]
    return [path.read_bytes() for path in samples if path.name.endswith(FORMATS[kind])]


def files_of(kind: str) -> list[bytes]:
    """The shared files of a format, or own ones."""
    return [path.read_bytes() for path in shared_files(kind)] or own_files(kind)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--format", choices=sorted(FORMATS), action="append")
    chosen = parser.parse_args()
    for kind in chosen.format or FORMATS:
        given = [path.read_bytes() for path in chosen.files if path.name.endswith(FORMATS[kind])]
        files = given if chosen.files else files_of(kind)
        if files:
            print(table(list(measurements(kind, files, chosen.rounds))), "\n")


if __name__ == "__main__":
    main()
