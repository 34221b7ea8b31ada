"""How wide the columns of a table are against each other, by what stands in their cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def column_weights(columns: Iterable[Sequence[str]], letters: int) -> list[int]:
    """Return how wide each column of a table is against the others, where a line of it holds so many letters.

    Each has room for its longest word; what is left goes to those whose cells are longer.
    """
    texts = [list(column) for column in columns]
    least = [max((len(word) for text in column for word in text.split()), default=1) + 3 for column in texts]
    usual = [sum(map(len, column)) // max(1, len(column)) for column in texts]
    wishes = [max(0, min(long, 80) - room) for long, room in zip(usual, least, strict=True)]
    spare, wished = max(0, letters - sum(least)), max(1, sum(wishes))
    return [room + spare * wish // wished for room, wish in zip(least, wishes, strict=True)]
