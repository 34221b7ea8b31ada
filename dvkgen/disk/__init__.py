"""Files, folders and photos as they lie on disk. Only this room opens a user's file."""
