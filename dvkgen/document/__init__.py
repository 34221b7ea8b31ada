"""What is on paper, in no format: the typed tree, and the way from templates and long texts to it."""
