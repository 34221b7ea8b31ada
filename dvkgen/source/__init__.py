"""The only readers of users' files: text becomes values that remember where they were written."""
