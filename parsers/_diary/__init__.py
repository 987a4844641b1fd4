"""Reading diaries: what `diary` is built of."""
