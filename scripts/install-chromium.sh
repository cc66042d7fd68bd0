#!/usr/bin/env bash
# Installs Chromium for the browser tests where it is missing and can be installed; they skip, saying so, where not.
set -uo pipefail
[ -x /usr/bin/chromium ] || command -v chromium-browser >/dev/null && exit 0
if ! command -v apt-get >/dev/null; then
  echo "Chromium is missing and this is no Debian: the browser tests will skip."
  exit 0
fi
run=()
[ "$(id -u)" = 0 ] || run=(sudo -n)
echo "Installing Chromium for the browser tests."
if ! { "${run[@]}" apt-get update -qq && "${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } >/dev/null 2>&1; then
  echo "Chromium could not be installed: the browser tests will skip. By hand: sudo apt-get install chromium"
fi
