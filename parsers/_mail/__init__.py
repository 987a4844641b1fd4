"""Reading mail, bytes and all: what `email_message` and `email_mbox` are built of."""
