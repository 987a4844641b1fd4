"""The archive: exact bytes by hash, the custody log, the catalogue, and the checks that prove them. Knows no source format."""
