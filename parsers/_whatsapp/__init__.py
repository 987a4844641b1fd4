"""Reading WhatsApp chats: what `whatsapp_chat` is built of."""
