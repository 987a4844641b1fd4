#!/bin/sh
# Sets up everything that `make demo` and `make test` need, in the folder given, without touching the rest of the machine:
# a virtual environment with the program in it. System programs (tesseract, libmagic) are installed where that is allowed,
# else named with the command that installs them.
set -eu
venv=$1
python=${PYTHON:-python3}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then sudo -n "$@"
    else return 1
    fi
}

has_libmagic() {
    "$python" - <<'PY' 2>/dev/null
import ctypes.util, sys
sys.exit(0 if ctypes.util.find_library("magic") else 1)
PY
}

wanted=""
command -v tesseract >/dev/null 2>&1 || wanted="$wanted tesseract-ocr tesseract-ocr-eng"
has_libmagic || wanted="$wanted libmagic1"
"$python" -c "import ensurepip, venv" 2>/dev/null || wanted="$wanted python3-venv"
# Fonts to print every letter of a message, and what the tests check our output with. None is needed to read evidence.
fc-list 2>/dev/null | grep -qi "noto sans arabic" || wanted="$wanted fontconfig fonts-noto-core"
fc-list 2>/dev/null | grep -qi "noto sans cjk" || wanted="$wanted fonts-noto-cjk"
fc-list 2>/dev/null | grep -qi "noto color emoji" || wanted="$wanted fonts-noto-color-emoji"
command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || wanted="$wanted chromium"
command -v 7z >/dev/null 2>&1 || wanted="$wanted p7zip-full"
command -v unzip >/dev/null 2>&1 || wanted="$wanted unzip"
command -v openssl >/dev/null 2>&1 || wanted="$wanted openssl"
command -v age >/dev/null 2>&1 || wanted="$wanted age"
if [ -n "$wanted" ]; then
    if command -v apt-get >/dev/null 2>&1 && as_root true; then
        as_root apt-get update -qq || true
        # shellcheck disable=SC2086 # a list of package names
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted
    else
        cat >&2 <<EOT
These system packages are missing and cannot be installed from here:$wanted
  Debian, Ubuntu:  sudo apt install tesseract-ocr tesseract-ocr-eng libmagic1 python3-venv
                   sudo apt install fontconfig fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji   (letters of all languages)
                   sudo apt install chromium p7zip-full unzip openssl age                              (for the tests)
  Fedora:          sudo dnf install tesseract tesseract-langpack-eng file-libs
  macOS:           brew install tesseract libmagic
  Windows:         winget install UB-Mannheim.TesseractOCR      (libmagic is not needed)
Without tesseract the text in pictures is not read. Everything else works without both.
EOT
    fi
fi

"$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable . --group dev
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable ".[accurate]" || cat >&2 <<EOT
The second reader of screenshots (the extra "accurate", 130 MB) could not be installed for this Python. Everything else
works without it; its tests are skipped.
EOT
for extra in sealed timestamps; do
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable ".[$extra]" || echo "The extra \"$extra\" could not be installed for this Python; its tests are skipped." >&2
done
"$venv/bin/python" -m compileall -q archive importer parsers
