"""What the files of a campaign draw in: the texts and photos that stand in files of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dvkgen.campaign.campaign import Campaign


@dataclass(frozen=True, slots=True)
class Drawn:
    """A file, and the texts and photos that it draws in, by their paths."""

    path: str
    texts: tuple[str, ...]
    photos: tuple[str, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """The file itself and all that it draws in."""
        return (self.path, *self.texts, *self.photos)


def drawn_in(campaign: Campaign) -> Iterator[Drawn]:
    """Yield every file of the plan's folder and of units with what it draws in."""
    yield Drawn(campaign.plan_path, campaign.plan_texts, tuple(p.path for p in campaign.plan_photos.values()))
    for file in campaign.office_files:
        yield Drawn(file.path, file.texts, tuple(photo.path for photo in file.photos.values()))
    for filed in campaign.filed:
        yield Drawn(filed.path, filed.texts, tuple(photo.path for photo in filed.photos))
