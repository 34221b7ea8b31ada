"""Where we stand: who has filed, quotas, findings, papers, as static pages; and the same pages live.

This package decides nothing about papers: `build` does.
"""
