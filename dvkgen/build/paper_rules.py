"""The rules that papers keep before they are made: one target each, a template that works, a file that can be written."""

from __future__ import annotations

from dvkgen.findings import Severity
from dvkgen.rules import Rule

SAME_TARGET = Rule(
    "same-target",
    Severity.ERROR,
    "Hai văn bản không được cùng làm ra một tệp trong build/.",
)
TEMPLATE_FAULT = Rule(
    "template-fault",
    Severity.ERROR,
    "Mẫu chữ (van-ban/*.html) phải đúng cú pháp và chỉ dùng những tên có thật.",
)
OUTPUT_LOCKED = Rule(
    "output-locked",
    Severity.ERROR,
    "Tệp trong build/ phải ghi được: thường là đang mở trong Word hoặc trình xem PDF.",
)
