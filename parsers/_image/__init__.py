"""Reading pictures: what `image` is built of."""
