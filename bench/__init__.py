"""Speed, as ratios against a naive way measured in the same run; never a test."""
