"""Without tesseract everything else works, it is said once, and pictures are read when it is there."""

import os
from pathlib import Path

from PIL import Image, ImageDraw

from commands import add, init, records


def picture(path: Path, words: str) -> None:
    image = Image.new("RGB", (600, 120), "white")
    ImageDraw.Draw(image).text((20, 40), words, fill="black", font_size=36)
    image.save(path)


def test_pictures_are_read_once_tesseract_is_there(tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    for n, words in enumerate(["please stop now", "leave me alone"]):
        picture(drop / f"{n}.png", words)
    case = init(tmp_path / "case")
    nothing = {"PATH": str(tmp_path), "TESSERACT_CMD": "", "HOME": os.environ.get("HOME", "")}
    first = add(case, drop, env=nothing)
    second = add(case, drop)
    third = add(case, drop)

    assert [warning["code"] for warning in first["warnings"]] == ["ocr-not-available"] * 2
    assert second["records"] == {"seen": 2, "new": 0, "sightings": 2}
    assert not second["warnings"]
    assert "stop" in (records(case)[0]["text"] or "") + (records(case)[1]["text"] or "")
    assert third["files"]["already_held"] == 2
