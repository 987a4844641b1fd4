"""READ-ME.txt of a case folder: what this is and how anybody checks it, with or without Fullpicture."""

README = """\
THIS FOLDER IS AN EVIDENCE ARCHIVE made by the program Fullpicture.

What is in it
  custody.jsonl        the log: what was done, when and by whom, one line each. Only ever added to.
  objects/             exact copies of everything that was added, each file named by its own SHA-256 fingerprint,
                       and the lists of what was read in them.
  catalogue.sqlite3    an index for quick searching. It can be rebuilt; it is not evidence.
  receipts.txt         the receipts printed so far. Keep a receipt somewhere else too, for example with an advocate.
  timestamps/          answers of time-stamp authorities, if any was asked: they say when the log was as it is.
  quarantine/          anything that was found broken, kept for whoever wants to look.
  staging/             unfinished copies. Normally empty.

What to do with it
  - Keep the phone, and keep the files that were added. This archive holds copies; the originals still count.
  - Please do not open, rename or change anything in here by hand. Copy the whole folder if you need a copy.
  - Anybody who can open this folder can read what is in it.

How to check it without Fullpicture (Linux or macOS; on macOS write `shasum -a 256` for `sha256sum`)
  1. Every object still has its name as its fingerprint. This prints nothing when all is well:
       find objects -type f | while read f; do echo "${f##*/}  $f"; done | sha256sum -c --quiet
  2. The log still is what a receipt says. For a receipt that names entry 7:
       head -n 7 custody.jsonl | sha256sum
     The result must be the fingerprint on the receipt.
  Or, with Fullpicture: fullpicture verify <this folder>

What a fingerprint proves: that the bytes are the same now as when it was taken. It does not prove that what they say is true.
"""
