"""What operating systems leave in folders and zips without anybody asking: counted and listed, but not kept.

Only what can hold nothing of anybody's is litter. What lies in a recycle bin is told apart, because a person put it
there; and a `._name` is litter only beside the file `name` that it belongs to, or in a `__MACOSX` folder.
"""

from collections.abc import Container
from posixpath import join, split

FILES = frozenset({".ds_store", "thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini", ".localized", "icon\r"})
FOLDERS = frozenset(
    {".spotlight-v100", ".fseventsd", ".temporaryitems", ".documentrevisions-v100", "system volume information"}
)
BINS = frozenset({"$recycle.bin", "recycler", ".trashes", ".trash"})

REASONS = {
    "litter": "a file that the operating system made for itself",
    "litter-folder": "a folder that the operating system made for itself",
    "trash": "in the recycle bin; if it matters, take it out of the bin and add it again",
}


def is_bin(folder: str) -> bool:
    """Whether a folder of this name is a recycle bin. Linux calls them `.Trash-1000`, by the number of the user."""
    name = folder.casefold()
    return name in BINS or name.startswith(".trash-")


def is_litter(name: str, in_macosx: bool, has_original: bool) -> bool:
    """Whether a file is litter by its own name and what stands around it."""
    return name.casefold() in FILES or (name.startswith("._") and (in_macosx or has_original))


def of_path(path: str, beside: Container[str]) -> str:
    """The code of why the file at a path is not kept ("litter" or "trash"), or "". `beside` are all paths there are."""
    folder, name = split(path)
    folders = folder.split("/") if folder else []
    if any(map(is_bin, folders)):
        return "trash"
    if any(step.casefold() in FOLDERS for step in folders):
        return "litter"
    original = name.startswith("._") and join(folder, name[2:]) in beside
    return "litter" if is_litter(name, "__MACOSX" in folders, original) else ""
