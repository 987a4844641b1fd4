"""What opening an HTML mail would have called: pictures, styles, frames that stand on somebody's server.

A picture of one pixel tells the sender that, when and where the mail was read. We list such addresses and never
call them. Links that only a click would follow are not listed.
"""

import html
import re

MOST = 100
_BEFORE = 60  # characters before an address that tell what it is for
_TAG = 4000  # characters of a tag that are looked back over for its name
_ADDRESS = re.compile(r"[^\s\"'<>)]{1,2000}")
_NAME = re.compile(r"[a-z][a-z0-9:-]*\Z")
_LOADED = frozenset(
    ("src", "background", "poster", "srcset", "imagesrcset", "data", "lowsrc", "dynsrc", "classid", "codebase",
     "manifest", "url", "xlink:href")
)  # fmt: skip
_HIDDEN_SLASH = re.compile(r"&(?:#0*47|#x0*2f|sol)\b", re.IGNORECASE)


def remote_addresses(source: str) -> tuple[str, ...]:
    """The http(s) addresses that showing this HTML would load, in order, each once, at most 100."""
    if "&" in source and _HIDDEN_SLASH.search(source):
        source = html.unescape(source)
    found: dict[str, None] = {}
    at = source.find("//")
    while at >= 0 and len(found) < MOST:
        before = source[max(0, at - _BEFORE) : at].lower()
        bare = before.removesuffix("https:").removesuffix("http:")
        start = at - len(before) + len(bare)
        behind = at + 2
        if _is_loaded(bare.rstrip(" \t\r\n\"'"), source, start) and (address := _ADDRESS.match(source, start)):
            found[html.unescape(address[0])] = None
            behind = max(behind, address.end())
        at = source.find("//", behind)
    return tuple(found)


def _is_loaded(before: str, source: str, start: int) -> bool:
    """Whether what stands before an address says that it is loaded without a click."""
    if before.endswith(("url(", "@import")):
        return True
    if not before.endswith("="):
        return False
    name = _NAME.search(before[:-1].rstrip())
    if name is None:
        return False
    return name[0] in _LOADED or (name[0] == "href" and _is_link_tag(source, start))


def _is_link_tag(source: str, start: int) -> bool:
    tag = source.rfind("<", max(0, start - _TAG), start)
    return tag >= 0 and source[tag + 1 : tag + 6].lower().split()[:1] in (["link"], ["image"])
