"""The importer: walks a drop, asks every parser, and hands what they read to the archive. Also the command line."""
