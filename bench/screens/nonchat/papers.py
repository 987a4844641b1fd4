"""Papers and office screens: letters and receipts as scanned, documents, tables, program code."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageFilter

from bench.screens.nonchat.page import Scene
from bench.screens.paint import icons

SCANNED = {"letter", "handwriting", "receipt"}


def letter(s: Scene) -> str:
    font = s.rng.choice(["Liberation Serif", "Liberation Mono", "DejaVu Serif"])
    css = f'body{{background:#fdfcf7;color:#222;font-family:"{font}";padding:34px 26px;line-height:1.5;font-size:15px}} .status{{display:none}}'
    body = f"<p style='text-align:right'>{s.rng.randrange(90)} Quarry Road<br>{s.now.day} {s.now:%B %Y}</p><p>Dear {s.writer.full_name()},</p><p>{s.prose(4)}</p><p>{s.prose(4)}</p><p>{s.prose(2)}</p><p>Yours sincerely,</p><p>{s.writer.full_name()}</p>"
    return s.html(body, css, False)


def handwriting(s: Scene) -> str:
    """Slanted words that each stand a little off the line."""
    drawn = "".join(
        f'<span style="display:inline-block;transform:rotate({s.rng.uniform(-4, 4):.1f}deg) translateY({s.rng.uniform(-2, 2):.1f}px) skewX(-14deg);margin-right:7px">{word}</span>'
        for word in s.prose(9).split()
    )
    css = 'body{background:repeating-linear-gradient(#fffef6 0 33px,#b9cbe6 33px 34px);color:#1d2f7a;font-family:"DejaVu Serif";font-style:italic;padding:34px 26px;line-height:34px;font-size:18px;display:block} .status{display:none}'
    return s.html(drawn, css, False)


def receipt(s: Scene) -> str:
    things = ["MILK 2PT", "BREAD", "EGGS X12", "TEA 80", "SOAP", "APPLES KG", "BATTERIES", "NAPPIES", "COFFEE"]
    rows = "".join(
        f"<tr><td>{thing}</td><td style='text-align:right'>{s.money()}</td></tr>" for thing in s.rng.sample(things, 8)
    )
    css = 'body{background:#fbfbfb;color:#222;font-family:"Liberation Mono";padding:26px;font-size:16px} table{width:100%;margin:14px 0} .status{display:none}'
    return s.html(
        f"<div style='text-align:center'><b>CORNER SHOP</b><br>LARCH CLOSE<br>{s.now:%d/%m/%Y} {s.clock()}</div><table>{rows}</table><b>TOTAL {s.money()}</b><br>CARD **** {s.rng.randrange(1000, 9999)}<br><br>THANK YOU FOR SHOPPING",
        css,
        False,
    )


def pdf(s: Scene) -> str:
    css = "body{background:#525659;--head:#323639;--headtext:#fff} .sheet{background:#fff;color:#111;margin:14px auto;width:92%;max-width:760px;flex:1;padding:7%;font-family:'Liberation Serif';font-size:13px;line-height:1.45}"
    return s.html(
        f'<div class="topbar" style="background:#323639;color:#fff;font-size:15px">report.pdf<span class="right">1 / {s.rng.randrange(2, 40)}</span></div><div class="sheet"><h1>Report on the works</h1><h2>1. Summary</h2><p>{s.prose(5)}</p><h2>2. What was found</h2><p>{s.prose(6)}</p><p>{s.prose(4)}</p></div>',
        css,
        False,
    )


def table(s: Scene) -> str:
    wide = s.device.os == "desk"
    heads = "ABCDEFGHIJ"[: 10 if wide else 4]
    rows = "".join(
        f"<tr><th>{n}</th>"
        + "".join(
            f"<td>{s.rng.choice([s.money(), s.writer.name(), str(s.rng.randrange(9999)), s.day()])}</td>" for _ in heads
        )
        + "</tr>"
        for n in range(1, 26)
    )
    css = "table{border-collapse:collapse;width:100%;font-size:13.5px} td,th{border:1px solid var(--line);padding:5px 8px} th{background:#8882;font-weight:400}"
    return s.html(
        f'<div class="topbar">Costs 2026<span class="right">{icons("search more")}</span></div><table><tr><th></th>{"".join(f"<th>{head}</th>" for head in heads)}</tr>{rows}</table>',
        css,
    )


def code(s: Scene) -> str:
    lines = [
        "def total(rows):",
        "    found = 0",
        "    for row in rows:",
        "        found += row.price * row.count",
        "    return found",
        "",
        "class Basket:",
        "    def __init__(self):",
        "        self.rows = []",
        "",
        "    def add(self, row):",
        "        self.rows.append(row)",
        "",
        'print("Hello, world")',
        "# keep the order",
        "while waiting():",
        "    sleep(5)",
    ]
    numbered = "\n".join(f"{n:3d}  {line}" for n, line in enumerate((lines * 3)[s.rng.randrange(5) :][:36], 1))
    css = 'body{background:#1e1e2e;color:#cdd6f4} pre{font-family:"DejaVu Sans Mono";font-size:13px;line-height:1.55;padding:10px}'
    return s.html(
        f'<div class="topbar" style="font-size:13px">basket.py ×<span class="dim">&nbsp; test.py</span></div><pre>{numbered}</pre>',
        css,
        True,
    )


def shop(s: Scene) -> str:
    """A shop's page on a desktop, with prices in boxes."""
    cells = "".join(
        f'<div class="boxed" style="width:210px;margin:8px"><div style="height:120px;background:linear-gradient({s.rng.randrange(360)}deg,#cbd5e1,#94a3b8);border-radius:8px"></div><b>{s.rng.choice(["Wool coat", "Desk lamp", "Kettle", "Rain boots"])}</b><br>{s.money()}</div>'
        for _ in range(12)
    )
    return s.html(
        f'<div class="topbar">Harbour Goods<span class="right">{icons("search heart menu")}</span></div><div style="display:flex;flex-wrap:wrap;padding:14px">{cells}</div>'
    )


def printed(picture: Image.Image, rng: random.Random) -> Image.Image:
    """As it comes off a scanner or a phone held over a table: askew, grainy, unevenly lit."""
    table_top = tuple(rng.randrange(40, 120) for _ in range(3))
    turned = picture.rotate(rng.uniform(-3.5, 3.5), Image.Resampling.BICUBIC, expand=True, fillcolor=table_top)
    turned = turned.filter(ImageFilter.GaussianBlur(rng.uniform(0.2, 1.2)))
    pixels, noise = np.asarray(turned, dtype=np.float32), np.random.default_rng(rng.randrange(1 << 30))
    light = np.linspace(rng.uniform(0.75, 1.0), rng.uniform(0.85, 1.05), pixels.shape[1], dtype=np.float32)[
        None, :, None
    ]
    grain = noise.normal(0, rng.uniform(2, 9), pixels.shape[:2]).astype(np.float32)[:, :, None]
    return Image.fromarray(np.clip(pixels * light + grain, 0, 255).astype(np.uint8))


PAGES: dict[str, Callable[[Scene], str]] = {
    "letter": letter,
    "handwriting": handwriting,
    "receipt": receipt,
    "pdf": pdf,
    "table": table,
    "table_desk": table,
    "code_desk": code,
    "code": code,
    "shop_desk": shop,
}
