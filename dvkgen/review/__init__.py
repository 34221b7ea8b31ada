"""Two revisions to what changed: by record, in numbers, findings, papers and pages.

This package writes nothing below a repository's root.
"""
