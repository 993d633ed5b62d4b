# Needs GNU make, Python 3.11+ with venv and pip, and the package registry that pip is set up for.
#
#   make run     everything from a clean clone to a running demonstration; again: seconds
#   make setup   the same without demo data and server
#   make test    the whole suite, on SQLite and on PostgreSQL
#   make check   lint, missing migrations, deployment settings
#   make bench   speed against its bars

PYTHON ?= python3
PORT ?= 8000
VAR_DIR ?= var
VENV := .venv
PY := $(VENV)/bin/python

# The demonstration's own defaults; any of them can be set in the environment.
ifneq ($(filter run demo,$(MAKECMDGOALS)),)
  export DEBUG ?= 1
  export DEMO_TODAY ?= 2022-11-15
  export DEMO_PASSWORD ?= demo-146
  export LOG_LEVEL ?= WARNING
endif
# Without a secret key this is a development machine; with one it is meant seriously.
export DEBUG ?= $(if $(SECRET_KEY),0,1)
export VAR_DIR

.DELETE_ON_ERROR:
.PHONY: help setup demo run test check bench format lock vendor messages clean

help:
	@sed -n 's/^#   //p' Makefile

# --- Environment ---------------------------------------------------------------------------------

REQUIRED := $(VENV)/.requirements
REQUIRED_DEV := $(VENV)/.requirements-dev
PIP_INSTALL := $(PY) -m pip install --quiet --quiet --disable-pip-version-check --require-hashes

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; name it: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(REQUIRED): requirements.txt | $(PY)
	@echo "Installing the pinned requirements"
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(REQUIRED_DEV): requirements-dev.txt $(REQUIRED)
	@echo "Installing the pinned requirements for development"
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@

# --- Database: stamps, one set per database, renewed when what they came from changes ------------

fingerprint = $(firstword $(shell printf '%s' '$(1)' | cksum))
STAMPS := $(VAR_DIR)/stamps/$(call fingerprint,$(DATABASE_URL))
MIGRATED := $(STAMPS)/migrated
REFERENCED := $(STAMPS)/reference
DEMO := $(STAMPS)/demo-$(call fingerprint,$(DEMO_PASSWORD)$(DEMO_TODAY))
COLLECTED := $(VAR_DIR)/stamps/static

MIGRATIONS := $(wildcard */migrations/*.py)
REFERENCE_FILES := $(shell find fixtures -type f 2>/dev/null | sed 's/ /\\ /g')
COMMANDS := $(shell find */management portal/reference portal/demo */reference.py */demo.py -name '*.py' 2>/dev/null)
STATICS := $(shell find static */static -type f 2>/dev/null | sed 's/ /\\ /g')

# Someone deleted the SQLite file: its stamps go with it.
ifeq ($(DATABASE_URL)$(wildcard $(VAR_DIR)/portal.sqlite3),)
  $(shell rm -rf '$(STAMPS)')
endif

$(MIGRATED): $(REQUIRED) $(MIGRATIONS)
	@mkdir -p $(@D)
	@$(PY) manage.py migrate --verbosity 0
	@touch $@

$(REFERENCED): $(MIGRATED) $(REFERENCE_FILES) $(COMMANDS)
	@$(PY) manage.py load_reference
	@touch $@

$(DEMO): $(REFERENCED)
	@$(PY) manage.py load_demo
	@touch $@

$(COLLECTED): $(REQUIRED) $(STATICS)
	@mkdir -p $(@D)
	@$(PY) manage.py collectstatic --no-input --verbosity 0
	@touch $@

# In development the files are served from static/ itself; only a real installation collects them.
NEEDS_COLLECTED := $(if $(filter 0 false False no off,$(DEBUG)),$(COLLECTED))

setup: $(REFERENCED) $(NEEDS_COLLECTED)
	@:

# --- The demonstration ---------------------------------------------------------------------------

demo: setup $(DEMO)
	@:

define WELCOME

  http://127.0.0.1:$(PORT)/

  Tài khoản dùng thử (mật khẩu chung: $(DEMO_PASSWORD)); hôm nay của bản dùng thử là ngày $(DEMO_TODAY)

    quangninh          cán bộ báo cáo, tỉnh Quảng Ninh
    quangninh.duyet    lãnh đạo duyệt, tỉnh Quảng Ninh
    haiphong           cán bộ báo cáo, thành phố Hải Phòng
    bxd                cán bộ báo cáo, Bộ Xây dựng
    cuc                quản lý số liệu, Cục Chuyển đổi số quốc gia
    bientap            biên tập báo cáo tuần
    phathanh           phát hành báo cáo tuần
    lanhdao            lãnh đạo, chỉ xem
    quantri            quản trị hệ thống

  Dừng: Ctrl-C

endef
export WELCOME

run: demo
	@printf '%s\n' "$$WELCOME"
	@exec $(VENV)/bin/gunicorn portal.wsgi:application --bind 127.0.0.1:$(PORT) \
	  --workers 2 --worker-class gthread --threads 4 --timeout 60 --log-level warning

# --- Tests ---------------------------------------------------------------------------------------

test: $(REQUIRED_DEV)
	@$(PY) -m tests.run_both $(PYTEST_ARGS)

check: $(REQUIRED_DEV)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/djlint --lint --quiet templates
	DEBUG=1 $(PY) manage.py makemigrations --check --dry-run
	@echo "manage.py check --deploy, under the settings of a real installation"
	@env -u DATABASE_URL DEBUG=0 ALLOWED_HOSTS=bao-cao.example.vn \
	  SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))')" \
	  $(PY) manage.py check --deploy --fail-level WARNING

bench: $(REQUIRED_DEV)
	@$(PY) -m benchmarks

# --- For developers ------------------------------------------------------------------------------

format: $(REQUIRED_DEV)
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

# Writes both requirements files anew from pyproject.toml; needs uv on the path.
UV_COMPILE := uv pip compile pyproject.toml --quiet --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --no-header
lock:
	$(UV_COMPILE) --output-file requirements.txt
	$(UV_COMPILE) --extra dev --constraints requirements.txt --output-file requirements-dev.txt

vendor: $(REQUIRED)
	$(PY) -m portal.ui.vendoring

messages: $(REQUIRED)
	$(PY) manage.py compilemessages --ignore $(VENV)

clean:
	rm -rf $(VAR_DIR)/stamps .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
