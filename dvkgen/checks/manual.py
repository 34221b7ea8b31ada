"""The manual of every rule, those of reading and building too, with examples that the tests run.

An example is a file of a small repository; the line on which the rule speaks ends in `#! name-of-the-rule`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dvkgen.findings import Severity

_EXAMPLES = Path(__file__).parent / "vi-du"


@dataclass(frozen=True, slots=True)
class Example:
    """A file of an example, and whether it is a wrong one."""

    is_wrong: bool
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Manual:
    """A rule's page: its name, its severity, what it asks for and why, and whether a locality may weigh it otherwise."""

    name: str
    severity: Severity
    text: str
    is_adjustable: bool = False

    def examples(self) -> Iterator[Example]:
        """Yield the files of the wrong example and then of the right one; none where only a build can show it."""
        path = _EXAMPLES / f"{self.name}.txt"
        for part in path.read_text("utf-8").split("=== ")[1:] if path.is_file() else ():
            head, _, text = part.partition("\n")
            word, _, file = head.partition(" ")
            yield Example(word == "sai", file, text)


def _two(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_READING: Mapping[str, tuple[Severity, str]] = {
    "yaml-syntax": (
        _ERROR,
        _two(
            "Tệp YAML phải đọc được: thụt lề bằng dấu cách, mỗi mục “ten_muc: giá trị”, dấu nháy có mở có đóng.",
            "Giá trị có “: ”, “ #” hoặc bắt đầu bằng dấu đặc biệt (@ % * & ! ` \" ') thì đặt xuống dòng dưới, sau dấu >-.",
        ),
    ),
    "merge-conflict": (
        _ERROR,
        "Tệp không còn dấu xung đột của git (<<<<<<<, >>>>>>>): hai người cùng sửa một chỗ, phải chọn.",
    ),
    "unreadable-file": (
        _ERROR,
        _two(
            "Tệp phải đọc được: có thật, trong đúng thư mục, lưu bằng UTF-8, chữ Unicode.",
            "Chữ gõ bằng TCVN3 (.VnTime), VNI hoặc Windows-1258 phải chuyển sang Unicode; máy không tự đoán.",
        ),
    ),
    "hidden-characters": (
        Severity.INFO,
        "Ký tự ẩn (dán từ trang mạng) và chữ có dấu rời (gõ trên máy Mac) được đọc đúng, nhưng tìm chữ thì không thấy: make fix chữa.",
    ),
    "text-cut-at-hash": (
        _WARNING,
        "YAML bỏ phần sau “ #” của một giá trị; nếu đó là nội dung thì đặt giá trị sau dấu >-.",
    ),
    "list-in-brackets": (
        _WARNING,
        "Danh sách các câu viết mỗi câu một dòng: viết trong [ ] thì dấu phẩy trong câu cắt câu làm đôi.",
    ),
    "unknown-key": (
        _ERROR,
        "Mỗi mục phải là một mục có trong hướng dẫn, ở đúng chỗ của nó; gõ sai thì máy nêu mục gần nhất.",
    ),
    "missing-key": (_ERROR, "Các mục bắt buộc phải có: lỗi đứng ở chỗ lẽ ra có mục ấy."),
    "wrong-type": (_ERROR, "Chỗ của một danh sách viết danh sách (“- ”), chỗ của các mục con viết các mục con."),
    "wrong-value": (
        _ERROR,
        "Giá trị phải hợp với mục: ngày có thật, số viết liền, một trong các lựa chọn, một dòng chữ.",
    ),
    "unknown-file": (_ERROR, "Tên tệp phải là một loại văn bản có thật; tệp lạ không bao giờ bị bỏ qua lặng lẽ."),
    "unknown-folder": (_ERROR, "Tên thư mục phải là một địa phương, một kỳ, một đơn vị hoặc một loại văn bản có thật."),
    "unknown-unit": (_ERROR, "Thư mục bài nộp mang mã của một đơn vị trong don-vi.yaml."),
    "unknown-profile": (_ERROR, "Thể thức (the_thuc) phải là một thư mục của templates/the-thuc."),
    "wrong-period": (_ERROR, "Kỳ ghi trong tệp khớp với tên thư mục; mỗi năm của một nơi chỉ thuộc một kế hoạch."),
    "unknown-rule": (_ERROR, "Mục kiem_tra chỉ nêu luật có thật; luật mức lỗi không hạ xuống được."),
    "same-target": (_ERROR, "Hai văn bản không được cùng làm ra một tệp trong build/."),
    "template-fault": (_ERROR, "Mẫu chữ (van-ban/*.html) phải đúng cú pháp và chỉ dùng những tên có thật."),
    "own-word-fault": (_ERROR, "Mẫu Word riêng phải mở được, thẻ {{ }} đúng tên, không bị Word cắt rời."),
    "own-word-differs": (_WARNING, "Bản Word làm theo mẫu riêng phải nói đúng những gì bản PDF nói."),
    "unused-wording": (_WARNING, "Mẫu chữ riêng phải được dùng: tên tệp là loại của một biểu mẫu hay văn bản."),
    "unprinted-field": (
        _WARNING,
        "Mẫu chữ riêng in mọi trường đã khai: trường không in là điều đơn vị viết mà không ai thấy.",
    ),
    "page-limit": (_ERROR, "Văn bản không quá số trang kế hoạch cho phép (toi_da_trang), đếm trên bản PDF đã làm."),
    "output-locked": (_ERROR, "Tệp trong build/ phải ghi được: thường là đang mở trong Word hoặc trình xem PDF."),
}
READING: tuple[Manual, ...] = tuple(Manual(name, severity, text) for name, (severity, text) in _READING.items())
"""What is found while files are read and papers are made; it is never weighed otherwise."""
