"""Reading Meta downloads: what `meta_messages` is built of."""
