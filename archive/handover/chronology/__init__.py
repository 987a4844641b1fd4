"""The chronology as PDF: numbered entries in order of time, in volumes, with all that a reader of paper needs to know.

fonts → ink (any text becomes what can be printed) → rows (an entry's words) → volume (scratch file) → front → press (typst, in a child).
"""

from archive.handover.chronology.writer import Chronology, Span

__all__ = ["Chronology", "Span"]
