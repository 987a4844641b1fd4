"""Reading the message database of iPhone and Mac: what `apple_messages` is built of."""
