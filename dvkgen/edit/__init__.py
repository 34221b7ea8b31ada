"""Everything that writes users' files: their shape, their cures, a new year, and what helps an editor."""
