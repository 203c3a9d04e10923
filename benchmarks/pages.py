"""What a redline page costs in Chromium: size, time until it can be used, next change, filter, view, search, memory.

usage: MODELLAW_SHARED=FOLDER python benchmarks/pages.py [scale...]     (default 1 and 50; 1 is 25,000 words with 1,500 changes)

The law comes from the generator of the shared performance folder. Times are those of the page's main thread (CPU, so that what else the
machine does counts little), medians; the wall time stands beside them. Exit code 1 if a target is missed. Targets (issue "HTML"):
60 kB + 1.6 x the text + 300 bytes a change + the words of the cards; interactive 1.0 s, next change 50 ms, filter or view 100 ms;
fifty times that: 6 s, 250 ms, 500 ms, 1 GB.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from xml.sax.saxutils import quoteattr

from lxml import etree, html
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from speed import HEAD, command, synthetic

CHANGES = 1500
TARGETS = {
    1: {"interactive": 1000, "next": 50, "filter": 100, "view": 100},
    50: {"interactive": 6000, "next": 250, "filter": 500, "view": 500},
}
MEMORY = 1000
_CHOOSE = "const s=document.getElementById('{0}');s.selectedIndex={1};s.dispatchEvent(new Event('change',{{bubbles:true}}))"
_TYPE = "const f=document.getElementById('{0}');f.value='{1}';f.dispatchEvent(new Event('input'))"
_CLICK = "document.querySelector('{0}').click()"
ACTIONS = (
    ("next", "first change", _CLICK.format("#nx"), 1),
    ("next", "next change", _CLICK.format("#nx"), 9),
    ("next", "previous change", _CLICK.format("#pv"), 5),
    ("", "", "for(let i=0;i<4;i++)document.getElementById('pv').click()", 1),
    ("next", "from the first to the last", _CLICK.format("#pv"), 1),
    ("filter", "a module off", _CLICK.format("input[data-m]"), 1),
    ("filter", "a module on", _CLICK.format("input[data-m]"), 1),
    ("filter", "one kind", _CHOOSE.format("f-kind", 1), 1),
    ("filter", "all kinds", _CHOOSE.format("f-kind", 0), 1),
    ("filter", "one Part", _CHOOSE.format("f-part", 3), 1),
    ("filter", "all Parts", _CHOOSE.format("f-part", 0), 1),
    ("filter", "only changed provisions", _CLICK.format("#only"), 1),
    ("filter", "all provisions", _CLICK.format("#only"), 1),
    ("view", "new text", _CLICK.format("#v-new"), 1),
    ("view", "old text", _CLICK.format("#v-old"), 1),
    ("view", "redline", _CLICK.format("#v-red"), 1),
    ("view", "side by side", _CLICK.format("#v-side"), 1),
    ("view", "redline", _CLICK.format("#v-red"), 1),
    ("filter", "a word typed into the search", _TYPE.format("find", "heritage"), 1),
)  # fmt: skip
_ACT = (
    "const done=arguments[arguments.length-1],t=performance.now();new Function(arguments[0])();document.body.offsetHeight;"
    "requestAnimationFrame(()=>requestAnimationFrame(()=>setTimeout(()=>done(performance.now()-t))))"
)
_LONG = (
    "window.__long=[];new PerformanceObserver(l=>{for(const e of l.getEntries())__long.push(e.startTime+e.duration)})"
    ".observe({type:'longtask',buffered:true})"
)


def _modules(folder: Path, law: str, changes: int) -> list[str]:
    """Two modules that replace words in that many places, spread over the law; a paragraph that is long enough has several."""
    akn = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
    found = []
    for content in etree.parse(law).iter(f"{akn}content"):
        line, holder = content.find(f"{akn}p"), content.getparent()
        if line is None or not line.text or len(line) or holder is None:
            continue
        words, target = line.text.split(" "), holder.get("wId") or holder.get("eId")
        pairs = (" ".join(words[at : at + 2]) for at in range(3, len(words) - 4, 5))
        found += [(target, pair) for pair in pairs if line.text.count(pair) == 1]
    step = len(found) / changes
    assert step >= 1, f"only {len(found)} places for {changes} changes"
    chosen = [found[int(number * step)] for number in range(changes)]
    paths = []
    for number in (1, 2):
        lines = [f'<change id="m{number}-{i}" title="Words"><rationale>Clearer.</rationale><replace-text target={quoteattr(target)} '
                 f'find={quoteattr(old)} with="the words that come" occurrence="first" scope="own"/></change>'
                 for i, (target, old) in enumerate(chosen[number - 1 :: 2])]  # fmt: skip
        path = folder / f"module_{number}.xml"
        path.write_text(HEAD.format(f"m{number}", number) + "\n".join(lines) + "</module>")
        paths.append(str(path))
    return paths


class Page:
    """A page in a browser of its own."""

    def __init__(self, path: Path) -> None:
        options = ChromeOptions()
        options.binary_location = shutil.which("chromium") or ""
        for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1440,900", "--hide-scrollbars"):
            options.add_argument(argument)
        self.browser = Chrome(options=options, service=ChromeService(shutil.which("chromedriver")))
        self.browser.set_page_load_timeout(600)
        self.browser.set_script_timeout(300)
        self.browser.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
        self.browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": _LONG})
        self.browser.get(path.as_uri())

    def settled(self) -> float:
        """When the last long task of the start was over, in milliseconds since the page was asked for."""
        known = -1
        while (now := self.browser.execute_script("return __long.length")) != known:
            known = now
            time.sleep(1.5)
        last: float = self.browser.execute_script(
            "return Math.max(performance.getEntriesByName('first-contentful-paint')[0].startTime,"
            "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd,...__long)"
        )
        return last

    def cpu(self) -> float:
        """What the page's main thread has worked, in milliseconds."""
        metrics = self.browser.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
        return next(one["value"] for one in metrics if one["name"] == "TaskDuration") * 1000

    def act(self, script: str) -> tuple[float, float]:
        """What an action costs until it is on the screen: CPU of the main thread, and wall time."""
        before = self.cpu()
        wall: float = self.browser.execute_async_script(_ACT, script)
        own = self.cpu() - before
        time.sleep(1)
        return own, wall

    def memory(self) -> float:
        """The largest memory that the process of the page has had, in MB."""
        return max(map(_peak, _renderers(self.browser.service.process.pid)), default=0.0)


def _renderers(above: int) -> list[int]:
    """The processes under one that lay pages out."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            children.setdefault(int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1]), []).append(int(folder.name))
        except OSError:
            continue
    found, todo = [], [above]
    while todo:
        one = todo.pop()
        todo += children.get(one, [])
        if b"--type=renderer" in Path(f"/proc/{one}/cmdline").read_bytes():
            found.append(one)
    return found


def _peak(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM")), 0.0)


def _told(name: str, value: float, target: float, more: str = "") -> bool:
    """Says a number beside its target; whether it holds."""
    print(f"    {name:32} {value:10.0f}   target {target:10.0f}   {value / target:5.2f}x{'' if value <= target else '   MISSED'}   {more}")
    return value <= target


def measure(path: Path, scale: int) -> bool:
    """Measures a page against the targets of its scale; whether all hold."""
    page = Page(path)
    targets = TARGETS[50 if scale >= 50 else 1]
    wall = page.settled()
    good = [_told("interactive (ms)", page.cpu(), targets["interactive"], f"wall {wall:.0f}")]
    tree = html.fromstring(path.read_bytes())
    law, changes = tree.get_element_by_id("law"), len(tree.xpath("//*[@data-change]"))
    text, cards = len(law.text_content().encode()), len(tree.get_element_by_id("changes").text_content().encode())
    words, elements = len(law.text_content().split()), page.browser.execute_script("return document.all.length")
    print(f"    {words} words, {changes} changes, {elements} elements")
    good.append(_told("bytes", path.stat().st_size, 60_000 + 1.6 * text + 300 * changes + cards, f"{cards} of them words of the cards"))
    for kind, name, script, times in ACTIONS:
        costs = [page.act(script) for _ in range(times)]
        if kind:
            good.append(
                _told(f"{name} (ms)", median(own for own, _ in costs), targets[kind], f"wall {median(wall for _, wall in costs):.0f}")
            )
    good.append(_told("memory, at most (MB)", page.memory(), MEMORY))
    page.browser.quit()
    return all(good)


def main() -> int:
    good = []
    for scale in map(int, sys.argv[1:] or ["1", "50"]):
        print(f"{scale}x")
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            law = synthetic(folder, scale, 10)[0]
            listed = ", ".join(f'"{path}"' for path in _modules(folder, law, CHANGES * scale))
            (folder / "modellaw.toml").write_text(f'law = "{law}"\nmodules = [{listed}]\n')
            subprocess.run(command("build", "--project", str(folder), "--only", "redline.html"), check=True, capture_output=True)
            good.append(measure(folder / "build/full/redline.html", scale))
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
