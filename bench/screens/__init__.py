"""Makes pictures of chats, and of things that are no chat, with the truth beside each, and scores a reader against it."""
