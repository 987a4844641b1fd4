"""Measures the viewer of a hand-over in a real browser, from `file://`: `python -m bench.viewer [--entries 100000]`.

Prints a Markdown table: writing, size, opening, searching, turning pages, opening an entry, and memory after a clearing up.
Figures in the page are medians of several rounds and hold the drawing of the result, up to the next frame.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from archive.handover.viewer import Viewer
from entries_made import made_entries, made_summary

QUERIES = ("answer me", "message 99", "sam example 3 answer", '"i saw you at 7:07"', "07700900104", "zzz", "e")

# Runs an action, waits until its result is drawn, and says how many milliseconds the action and the whole took.
MEASURE = """async (code) => {
  const action = new Function(code);
  const start = performance.now();
  action();
  const done = performance.now();
  await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
  return [done - start, performance.now() - start];
}"""


def written(folder: Path, count: int) -> float:
    """Write the viewer of `count` made entries; returns seconds of processor time for the writer alone."""
    data = folder / "data"
    data.mkdir()
    viewer, spent = Viewer(data), 0.0
    for entry in made_entries(count):
        start = time.process_time()
        viewer.add(entry)
        spent += time.process_time() - start
    viewer.finish(made_summary(count))
    return spent


def timed(page: Page, code: str, rounds: int = 5) -> str:
    """Median milliseconds of some code in the page: alone, and until its result is drawn."""
    runs = [page.evaluate(MEASURE, code) for _ in range(rounds)]
    alone, drawn = (statistics.median(column) for column in zip(*runs, strict=True))
    return f"{alone:.0f} ms ({drawn:.0f} ms until drawn)"


def opened(page: Page, address: str, rounds: int = 3) -> str:
    """Median seconds from asking for the page until the first entries are drawn."""
    times = []
    for _ in range(rounds):
        page.goto("about:blank")
        start = time.perf_counter()
        page.goto(address)
        page.wait_for_selector("#list li")
        times.append(time.perf_counter() - start)
    return f"{statistics.median(times):.2f} s"


def heap(page: Page) -> str:
    """Memory of the page's JavaScript after a clearing up."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    used: dict[str, Any] = session.send("Runtime.getHeapUsage")
    return f"{used['usedSize'] / 2**20:.0f} MB"


def query_code(query: str) -> str:
    return f"document.getElementById('q').value = {query!r}; document.getElementById('filters').dispatchEvent(new Event('input'))"


def measured(page: Page, address: str) -> dict[str, str]:
    """All figures that the browser gives."""
    rows = {"open, until entries are shown": opened(page, address), "memory of the page": heap(page)}
    for query in QUERIES:
        page.evaluate(MEASURE, query_code(query))
        found = page.text_content("#count") or ""
        rows[f"search: {query} → {found.split('.')[0]}"] = timed(page, query_code(query))
    page.evaluate(MEASURE, query_code(""))
    rows["turn a page of the list"] = timed(page, "document.querySelector('.later').click()")
    rows["open an entry of a shard already read"] = opened_entries(page)
    rows["memory after all this"] = heap(page)
    rows["elements on the page"] = str(page.evaluate("document.querySelectorAll('*').length"))
    return rows


def opened_entries(page: Page) -> str:
    """Open an entry of the last shard, which is read for it, then others of the same shard."""
    last = int(page.evaluate("full.view.hits.length"))
    times = []
    for number in range(last, last - 4, -1):
        start = time.perf_counter()
        page.evaluate("(number) => { location.hash = '#' + number }", number)
        page.wait_for_function("(name) => document.getElementById('detail-name')?.textContent === name", arg=f"Entry {number:,}", polling=5)  # fmt: skip
        times.append((time.perf_counter() - start) * 1000)
    return f"{statistics.median(times[1:]):.0f} ms (the first, which reads its shard: {times[0]:.0f} ms)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    count = parser.parse_args().entries
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        spent = written(Path(name), count)
        folder = Path(name) / "data" / "viewer"
        size = sum(path.stat().st_size for path in folder.rglob("*.js"))
        listed = sum(path.stat().st_size for path in folder.rglob("r*.js"))
        root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        chromium = playwright.chromium.launch(executable_path=browser, args=root)
        rows = {
            "write (processor time)": f"{spent:.1f} s",
            "size": f"{size / 1e6:.1f} MB, of which {listed / 1e6:.1f} MB are read when it is opened",
            **measured(chromium.new_page(), (folder / "index.html").as_uri()),
        }
        chromium.close()
    print(f"| {count:,} entries | |\n|---|---|")
    print("\n".join(f"| {what} | {figure} |" for what, figure in rows.items()))


if __name__ == "__main__":
    main()
