"""What `parsers/pdf.py` is made of: opening, pages, pictures on them, what a document says of itself, what it encloses."""
