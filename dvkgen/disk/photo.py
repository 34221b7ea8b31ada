"""Photos as facts: what a file is, known by its bytes; whose pixels are looked at only where they are new."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from dvkgen.disk import door
from dvkgen.disk.photo_memory import PhotoMemory
from dvkgen.disk.seen_photo import SeenPhoto


def read_photo(root: Path, path: str, memory: PhotoMemory | None = None) -> SeenPhoto:
    """Return what a photo is: its fingerprint and real pixels, or the problem with it in Vietnamese.

    The whole picture is decoded: a header alone does not show that the rest of the file is missing. A photo that
    the memory knows by its bytes is not decoded again.
    """
    if door.is_folder(root, path):
        return SeenPhoto(path, problem="đây là một thư mục", cure="ghi tên tệp ảnh trong thư mục ấy")
    try:
        data = door.read(root, path, door.MOST_PHOTO)
    except door.Refused as refused:
        return SeenPhoto(path, problem=refused.why, cure="chép ảnh thật vào đây, thu nhỏ nếu quá lớn")
    except OSError:
        return SeenPhoto(
            path, problem="không có tệp ảnh này", cure="xem lại tên tệp, kể cả .jpg hay .jpeg, chữ hoa hay chữ thường"
        )
    digest = sha256(data).hexdigest()
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypheim"):
        return SeenPhoto(path, digest, problem="ảnh HEIC của iPhone không dùng được", cure="xuất lại ảnh thành JPEG")
    memory = memory or PhotoMemory(root)
    if known := memory.recall(path, digest):
        return known
    from dvkgen.disk.pixels import decoded

    return memory.keep(decoded(path, digest, data))
