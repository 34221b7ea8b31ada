# A thin skin: `python -m dvkgen <command>` does the same where there is no make.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
ARGS ?=
BASE ?=

.DEFAULT_GOAL := build
.PHONY: build check review board watch words rules fmt fix rollover template schema glossary test parity lint format bench profile lock clean help

build: $(VENV)/.ready ## Kiểm tra và làm ra các văn bản trong build/ (lệnh mặc định)
	@$(RUN) -m dvkgen build $(ARGS)

check: $(VENV)/.ready ## Chỉ kiểm tra, không làm văn bản
	@$(RUN) -m dvkgen check $(ARGS)

review: $(VENV)/.ready ## So với nhánh chính: mô hình, chỉ tiêu, văn bản nào đổi; bản khác: make review BASE=HEAD~1
	@$(RUN) -m dvkgen review $(BASE) $(ARGS)

board: $(VENV)/.ready ## Viết bảng theo dõi build/index.html: ai đã gửi, chỉ tiêu thiếu gì
	@$(RUN) -m dvkgen board $(ARGS)

watch: $(VENV)/.ready ## Theo dõi trong lúc gõ: lỗi và trang vừa đổi hiện trên trình duyệt
	@$(RUN) -m dvkgen watch $(ARGS)

words: $(VENV)/.ready ## Số từ đã dùng và cho phép của trích ngang, bài viết…
	@$(RUN) -m dvkgen words $(ARGS)

rules: $(VENV)/.ready ## In sổ tay các luật kiểm tra; một luật: make rules ARGS=doubled-word
	@$(RUN) -m dvkgen rules $(ARGS)

fmt: $(VENV)/.ready ## Xếp lại tệp YAML cho gọn một kiểu, không đổi giá trị
	@$(RUN) -m dvkgen fmt $(ARGS)

fix: $(VENV)/.ready ## Chữa ký tự ẩn, Unicode tổ hợp, CRLF, cách viết ngày, bài dán từ Word; xem trước rồi mới ghi
	@$(RUN) -m dvkgen fix $(ARGS)

rollover: $(VENV)/.ready ## Mở năm mới từ năm trước: make rollover ARGS="dong-da 2027"
	@$(RUN) -m dvkgen rollover $(ARGS)

template: $(VENV)/.ready ## Viết tệp Word để bắt đầu mẫu riêng: make template ARGS="bao_cao_ket_qua dien-chau"
	@$(RUN) -m dvkgen template $(ARGS)

schema: $(VENV)/.ready ## Viết .vscode/: trình soạn thảo nhắc khi gõ các tệp YAML
	@$(RUN) -m dvkgen schema $(ARGS)

glossary: $(VENV)/.ready ## Viết lại danh sách mục (khóa YAML) trong GLOSSARY.md
	@$(RUN) -m tools.glossary

test: $(VENV)/.ready-dev ## Chạy toàn bộ kiểm thử của chương trình
	@$(RUN) -m pytest -n auto $(ARGS)

parity: $(VENV)/.ready-dev build ## So chữ, số trang, phông của từng văn bản trong build/ bằng công cụ ngoài
	@$(RUN) -m tests.paper build

lint: $(VENV)/.ready-dev ## Soát mã nguồn: ruff và mypy
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy

format: $(VENV)/.ready-dev ## Sắp lại mã nguồn theo quy ước
	@$(VENV)/bin/ruff check --fix .
	@$(VENV)/bin/ruff format .

bench: $(VENV)/.ready-dev ## Đo tốc độ so với cách làm thẳng
	@$(RUN) -m bench $(ARGS)

profile: $(VENV)/.ready-dev ## Xem một lần làm tốn thời gian ở đâu
	@$(RUN) -m bench.profile $(ARGS)

lock: $(VENV)/.ready-dev ## Khóa lại phiên bản các thư viện
	@$(VENV)/bin/uv pip compile -q pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header -o requirements.lock
	@$(VENV)/bin/uv pip compile -q pyproject.toml --extra dev --universal --generate-hashes --no-emit-index-url --no-header -o requirements-dev.lock

clean: ## Xóa build/ và môi trường đã cài
	@rm -rf build $(VENV) .mypy_cache .pytest_cache .ruff_cache tests/validator/node_modules

help: ## In danh sách lệnh này
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

$(VENV)/.ready: requirements.lock tools/system.py
	@$(PYTHON) tools/system.py run
	@$(PYTHON) -m venv $(VENV)
	@$(RUN) -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements-dev.lock tests/validator/package-lock.json
	@$(PYTHON) tools/system.py test
	@$(RUN) -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	@npm install --no-save --silent --no-audit --no-fund --prefix tests/validator
	@touch $@
