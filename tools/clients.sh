#!/bin/sh
# Install the real clients that tests use (Debian), where the user may; say what is missing otherwise.
set -eu
packages=""
command -v soffice >/dev/null 2>&1 || packages="$packages libreoffice-writer python3-uno"
/usr/bin/python3 -c 'import uno' 2>/dev/null || packages="$packages python3-uno"
command -v pandoc >/dev/null 2>&1 || packages="$packages pandoc"
[ -z "$packages" ] && exit 0
if [ "$(id -u)" = 0 ]; then as=""
elif sudo -n true 2>/dev/null; then as="sudo -n"
else
    echo "modellaw: these packages are missing, tests that need them are skipped:$packages" >&2
    echo "modellaw: install them with: sudo apt-get install --no-install-recommends$packages" >&2
    exit 0
fi
echo "modellaw: installing the clients that tests need:$packages"
$as apt-get update -q >/dev/null
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $as apt-get install -y -q --no-install-recommends $packages >/dev/null
