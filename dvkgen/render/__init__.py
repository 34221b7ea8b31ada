"""A `Document` to bytes, as DOCX and as PDF. No renderer adds a word, and none knows a record."""
