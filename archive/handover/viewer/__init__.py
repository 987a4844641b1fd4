"""The viewer: pages that an officer opens from the unpacked hand-over in any browser, without a server and without a network."""

from archive.handover.viewer.writer import Viewer

__all__ = ["Viewer"]
