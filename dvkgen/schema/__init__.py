"""The frozen records of what staff write. They know neither YAML nor paper."""
