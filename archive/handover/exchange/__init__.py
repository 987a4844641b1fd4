"""The parts of the writers for other programs (RSMF, CASE/UCO): what both say of an entry, and the shapes of each format."""
