"""The members of a tar, one by one: found where they stand in it, or refused with the reason."""

from collections.abc import Iterator

from importer.members import Extent, Found, Refused
from importer.places import Place
from importer.tars import DEVICE, FOLDER, LINK, SPARSE, SYMLINK, Damage, TarMember, tar_members

_CUT = "only a part of it is there, and only that part is read: the tar is cut short here"
_DAMAGED = "the tar is damaged in one place; reading went on behind it, and the tar itself is kept"
_HOLES = "it is stored with holes, which we cannot read; unpack the tar with another program and add what comes out"
_LEADS_NOWHERE = "it is another name for a file that the tar does not hold"


def tar_listing(tar: Extent) -> Iterator[Found | Refused]:
    """Every file in a tar, as found or refused. A second name of a file (a hard link) is found in the same place."""
    known: dict[bytes, Found] = {}
    with tar.open() as stream:
        for member in tar_members(stream, tar.length):
            if isinstance(member, Damage):
                yield Refused("", f"{_DAMAGED} (at byte {member.at})", "damaged", files=0)
            elif member.kind != FOLDER:
                found = _judged(tar, member, known)
                if isinstance(found, Found):
                    known[member.raw] = found
                yield found


def _judged(tar: Extent, member: TarMember, known: dict[bytes, Found]) -> Found | Refused:
    written = member.raw.decode(errors="backslashreplace")
    if member.kind == SYMLINK:
        return Refused(written, "it is a link to another file, not a file", "symlink")
    if member.kind == DEVICE:
        return Refused(written, "it is not a file with contents, but a connection or a device", "special-file", False)
    if member.kind == SPARSE:
        return Refused(written, _HOLES, "unknown-packing")
    if member.kind == LINK and not member.size:
        original = known.get(member.link)
        return original._replace(written=written) if original else Refused(written, _LEADS_NOWHERE, "symlink")
    place = Place(tar.file, tar.start + member.start, member.left)
    remark = Refused(written, _CUT, "cut-short", files=0) if member.left < member.size else None
    return Found(written, place, member.left, member.left, member.modified, remark=remark)
