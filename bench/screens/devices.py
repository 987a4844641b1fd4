"""The screens that pictures are taken on."""

from __future__ import annotations

from bench.screens.model import Device

PHONES = (
    Device("iphone15", 393, 852, 3, "ios"),
    Device("iphonese", 375, 667, 2, "ios"),
    Device("iphonemax", 430, 932, 3, "ios"),
    Device("galaxy", 360, 780, 3, "droid"),
    Device("pixel", 412, 892, 2.625, "droid"),
    Device("budget", 384, 805, 1.875, "droid"),
)
OTHERS = (
    Device("desk1280", 1280, 800, 1, "desk"),
    Device("desk1440", 1440, 900, 1, "desk"),
    Device("desk1280hi", 1180, 760, 2, "desk"),
    Device("tablet", 820, 1180, 2, "any"),
    Device("landscape", 844, 390, 3, "any"),
    Device("onex", 400, 860, 1, "any"),
)
NAMED = {device.name: device for device in (*PHONES, *OTHERS)}
