"""What the names that phones and apps give to pictures say, and what they do not."""

import time

import pytest

from parsers._image.names import read_name


@pytest.mark.parametrize(
    ("name", "local", "precision", "app", "screenshot"),
    [
        ("Screenshot_20240302-211744.png", "2024-03-02T21:17:44", "s", "", True),
        ("Screenshot_20240302-211744_WhatsApp Business.png", "2024-03-02T21:17:44", "s", "WhatsApp Business", True),
        ("Screenshot_20240302_211744_Messages.jpg", "2024-03-02T21:17:44", "s", "Messages", True),
        ("Screenshot_2024-03-02-21-17-44-123_com.whatsapp.jpg", "2024-03-02T21:17:44.123", "ms", "com.whatsapp", True),
        ("Screenshot_2024-03-02-21-17-44.png", "2024-03-02T21:17:44", "s", "", True),
        ("Screenshot_20240302-211744~2.png", "2024-03-02T21:17:44", "s", "", True),
        ("Screenshot 2024-03-02 at 21.17.44.png", "2024-03-02T21:17:44", "s", "", True),
        ("Screenshot 2024-03-02 at 9.17.44\u202fPM.png", "2024-03-02T21:17:44", "s", "", True),
        ("Screen Shot 2019-03-02 at 12.17.44 AM (2).png", "2019-03-02T00:17:44", "s", "", True),
        ("Screenshot from 2024-03-02 21-17-44.png", "2024-03-02T21:17:44", "s", "", True),
        ("Screenshot 2024-03-02 211744.png", "2024-03-02T21:17:44", "s", "", True),
        ("Bildschirmfoto 2024-03-02 um 21.17.44.png", "2024-03-02T21:17:44", "s", "", True),
        ("Capture d’écran 2024-03-02 à 21.17.44.png", "2024-03-02T21:17:44", "s", "", True),
        ("Captura de pantalla 2024-03-02 a las 21.17.44.png", "2024-03-02T21:17:44", "s", "", True),
        ("Screenshot (12).png", None, "", "", True),
        ("Screenshot_2.png", None, "", "", True),
        ("IMG-20240302-WA0012.jpg", "2024-03-02T00:00:00", "day", "WhatsApp", False),
        ("IMG-20240302-WA0012(1).jpeg", "2024-03-02T00:00:00", "day", "WhatsApp", False),
        ("WhatsApp Image 2024-03-02 at 21.17.44.jpeg", "2024-03-02T21:17:44", "s", "WhatsApp", False),
        ("WhatsApp Image 2024-03-02 at 9.17.44 PM (1).jpeg", "2024-03-02T21:17:44", "s", "WhatsApp", False),
        ("00000012-PHOTO-2024-03-02-21-17-44.jpg", "2024-03-02T21:17:44", "s", "WhatsApp", False),
        ("signal-2024-03-02-21-17-44-123.jpg", "2024-03-02T21:17:44.123", "ms", "Signal", False),
        ("signal-2024-03-02-211744_002.jpeg", "2024-03-02T21:17:44", "s", "Signal", False),
        ("threema-20240302-211744123.jpg", "2024-03-02T21:17:44.123", "ms", "Threema", False),
        ("photo_2024-03-02_21-17-44 (2).jpg", "2024-03-02T21:17:44", "s", "Telegram", False),
        ("photo_7@02-03-2024_21-17-44.jpg", "2024-03-02T21:17:44", "s", "Telegram", False),
        ("received_1234567890123456.jpeg", None, "", "Messenger", False),
        ("Snapchat-1234567.jpg", None, "", "Snapchat", False),
        ("IMG_20240302_211744.jpg", "2024-03-02T21:17:44", "s", "", False),
        ("IMG_20240302_211744_123.jpg", "2024-03-02T21:17:44.123", "ms", "", False),
        ("20240302_211744.jpg", "2024-03-02T21:17:44", "s", "", False),
        ("2024-03-02 21.17.44.jpg", "2024-03-02T21:17:44", "s", "", False),
        ("Scan_20240302.tif", "2024-03-02T00:00:00", "day", "", False),
        ("IMG_1234.PNG", None, "", "", False),
        ("IMG_E1234.JPG", None, "", "", False),
        ("letter from the council.jpg", None, "", "", False),
        ("IMG_20241302_211744.jpg", None, "", "", False),
        ("Screenshot_20240230-211744.png", None, "", "", True),
    ],
)  # fmt: skip
def test_names(name: str, local: str | None, precision: str, app: str, screenshot: bool) -> None:
    said = read_name(f"phone/DCIM/{name}")

    assert (said.time.local if said.time else None) == local
    assert (said.time.precision if said.time else "") == precision
    assert (said.app, said.screenshot) == (app, screenshot)
    assert said.time is None or (said.time.raw == name and said.time.utc is None)


def test_facebook_names_an_instant() -> None:
    said = read_name("FB_IMG_1709414264123.jpg")

    assert said.time is not None
    assert said.time.utc == "2024-03-02T21:17:44.123Z"


def test_the_names_of_pixel_phones_are_in_utc() -> None:
    said = read_name("PXL_20240302_211744123.MP.jpg")

    assert said.time is not None
    assert (said.time.utc, said.time.basis) == ("2024-03-02T21:17:44.123Z", "derived")


def test_half_characters_in_a_name_are_replaced() -> None:
    said = read_name("Screenshot_20240302-211744_\udcff.png")

    assert said.time is not None
    assert said.time.raw == "Screenshot_20240302-211744_\ufffd.png"


@pytest.mark.parametrize(
    "name", ["screenshot " * 20_000, f"screenshot{' _-' * 90}!", " " * 60_000 + "(x", "a(1)" * 20_000]
)
def test_a_name_made_to_hurt_costs_no_time(name: str) -> None:
    start = time.process_time()
    read_name(name)

    assert time.process_time() - start < 1
