"""Facts as written: frozen records that know neither YAML nor paper."""
