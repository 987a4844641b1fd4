"""Reads pictures that are given as bytes, for tests: all items, or the one record."""

import tempfile
from pathlib import Path

import image_build as build
from image_build import TAKEN

from archive.records import Item, PhotoDetails, Record
from drops import source_of
from parsers import image

WHEN = (TAKEN, 2, "2024:03:02 21:17:44")


def parsed(data: bytes, name: str = "x") -> list[Item]:
    with tempfile.TemporaryDirectory() as folder:
        return list(image.parse(source_of(data, Path(folder), name)))


def recorded(data: bytes, name: str = "x") -> Record:
    """The one record of a picture."""
    (record,) = [item for item in parsed(data, name) if isinstance(item, Record)]
    assert isinstance(record.details, PhotoDetails)
    return record


def photo(*camera: build.Entry, image: tuple[build.Entry, ...] = (), gps: tuple[build.Entry, ...] = ()) -> bytes:
    """A JPEG with these notes of its camera."""
    return build.jpeg(build.exif(image, camera, gps))
