"""dvkgen: official papers of the movement “Dân vận khéo” from YAML, as DOCX and PDF."""

__version__ = "0.2.0"
