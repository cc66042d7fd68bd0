#!/usr/bin/env bash
# Makes the virtual environment, installing what a bare Debian or Ubuntu lacks where that is possible.
set -euo pipefail
venv=$1

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo -n "$@"
  else return 1
  fi
}

if ! command -v python3 >/dev/null || ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
  echo "Python's venv is missing; installing python3-venv."
  if ! command -v apt-get >/dev/null || ! { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv; }; then
    echo "Tenfold needs Python 3.11 or later with venv. Install it first, for example:" >&2
    echo "  sudo apt-get install python3-venv" >&2
    exit 1
  fi
fi
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "Tenfold needs Python 3.11 or later; this is $(python3 --version)." >&2
  exit 1
fi
python3 -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check 'uv>=0.9,<1'
