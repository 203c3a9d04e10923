"""What a redline page costs: size, time until it can be used, next change, filter and view; at 25,000 words and 1,500 changes, and larger.

usage: MODELLAW_SHARED=FOLDER python benchmarks/pages.py [scale...]     (default 1; 50 is the large page)

The law and the operations come from the generators of the shared performance folder; the times from the shared checker, which drives
Chromium. Targets (issue "HTML"): 60 kB + 1.6 x the text + 300 bytes a change (what the cards say of changes is their own); interactive
1.0 s, next change 50 ms, filter or view 100 ms; fifty times that: 6 s, 250 ms, 500 ms.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

from lxml import etree, html
from speed import HEAD, command, synthetic

ROOT = Path(__file__).resolve().parent.parent
CHANGES = 1500


def _modules(folder: Path, law: str, changes: int) -> list[str]:
    """Two modules that replace words in that many paragraphs, spread over the law."""
    akn = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
    found = []
    for content in etree.parse(law).iter(f"{akn}content"):
        line, holder = content.find(f"{akn}p"), content.getparent()
        words = (line.text or "").split(" ") if line is not None else []
        if len(words) > 8 and holder is not None:
            found.append((holder.get("wId") or holder.get("eId"), " ".join(words[3:5])))
    step = max(len(found) / changes, 1)
    chosen = [found[int(number * step)] for number in range(min(changes, len(found)))]
    paths = []
    for number in (1, 2):
        lines = [f'<change id="m{number}-{i}" title="Words"><rationale>Clearer.</rationale><replace-text target={quoteattr(target)} '
                 f'find={quoteattr(old)} with="the words that come" occurrence="first" scope="own"/></change>'
                 for i, (target, old) in enumerate(chosen[number - 1 :: 2])]  # fmt: skip
        path = folder / f"module_{number}.xml"
        path.write_text(HEAD.format(f"m{number}", number) + "\n".join(lines) + "</module>")
        paths.append(str(path))
    return paths


def measure(scale: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        law = synthetic(folder, scale, 10)[0]
        listed = ", ".join(f'"{path}"' for path in _modules(folder, law, CHANGES * scale))
        (folder / "modellaw.toml").write_text(f'law = "{law}"\nmodules = [{listed}]\n')
        subprocess.run(command("build", "--project", str(folder), "--only", "redline.html"), check=True, capture_output=True)
        page = folder / "build/full/redline.html"
        checker = Path(os.environ["MODELLAW_SHARED"]) / "html/check_html.py"
        axe = ROOT / ".clients/node_modules/axe-core/axe.min.js"
        done = subprocess.run([sys.executable, str(checker), str(page), "--brief", "--axe", str(axe)], capture_output=True, text=True)
        said = json.loads(done.stdout)
        metrics = said["metrics"]
        cards = len(html.fromstring(page.read_bytes()).get_element_by_id("changes").text_content().encode())
        allowed = 60_000 + 1.6 * metrics["law_text_bytes"] + 300 * metrics["changes"] + cards
        print(f"{scale}x: {metrics['law_words']} words, {metrics['changes']} marked places, {metrics['bytes'] / 1000:.0f} kB "
              f"(allowed {allowed / 1000:.0f} kB, {cards / 1000:.0f} kB of them the words of the cards)")  # fmt: skip
        for key in ("first_paint_ms", "interactive_ms", "first_change_key_ms", "next_change_key_ms", "filter_ms", "view_ms", "js_heap_mb"):
            if metrics.get(key) is not None:
                print(f"    {key}: {metrics[key]}")
        for check in said["checks"]:
            print(f"    {check['id']} ({check['level']}): {check['title']}: {check.get('value')} {str(check.get('detail', ''))[:200]}")


def main() -> None:
    for scale in map(int, sys.argv[1:] or ["1"]):
        measure(scale)


if __name__ == "__main__":
    main()
