"""The hand-over: what police, a court or a lawyer receives, and can check without us.

selection → entries → writers (chronology, spreadsheets, records, viewer, other formats) → bag → one stored ZIP.
"""
