"""YAML text to values that remember their places, and back. No parser's exception leaves this room."""
