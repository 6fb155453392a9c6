#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: packaging/setup.sh SECTION…   installs what packaging/apt.txt lists under those sections and is missing.
# As root or with sudo; asks for nothing where everything is there.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)

wanted=$(awk -v sections=" $* " '
    /^#/ || /^[[:space:]]*$/ { next }
    /^\[/ { gsub(/[][]/, ""); section = $0; next }
    section == "" || index(sections, " " section " ") { print $1 }' "$here/apt.txt")

missing=
for package in $wanted; do
    state=$(dpkg-query -W -f='${db:Status-Abbrev}' "$package" 2>/dev/null || true)
    case $state in ii*) ;; *) missing="$missing $package" ;; esac
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "This machine has no apt-get; Flambeau's packages are named for Debian 12. Missing:$missing" >&2
    exit 1
fi
as_root=
if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null 2>&1 || {
        echo "These packages are missing, and there is no sudo to install them:$missing" >&2
        echo "As root: apt-get install --no-install-recommends$missing" >&2
        exit 1
    }
    as_root=sudo
fi
echo "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive
install() { $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing; }
# A package list that is a day old names files that are gone: refresh it before, and once more after a failure.
$as_root apt-get update -q
install || { $as_root apt-get update -q && install; }
