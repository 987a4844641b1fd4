"""Refusals to act: each knows its exit code and says what happened, what is safe, and what to do next."""


class FullpictureError(Exception):
    """The command could not be done. The message is written for the person who reads it."""

    exit_code = 1


class NotACase(FullpictureError):
    """The folder is no case folder."""


class CaseExists(FullpictureError):
    """A new case was asked for where one stands already."""


class InUse(FullpictureError):
    """Another program is writing to the case."""


class Damaged(FullpictureError):
    """What the archive holds contradicts itself. Nothing is written until a person has looked."""

    exit_code = 4


class CannotWrite(FullpictureError):
    """The disk is full, or the folder is read-only. What was acknowledged is safe."""


class CannotCorrect(FullpictureError):
    """What was said cannot stand as a correction of this record."""


class NotFound(FullpictureError):
    """Nothing has that name."""
