# SPDX-License-Identifier: GPL-3.0-or-later
# Debian packages by purpose, and how to install what is missing of them. To be sourced by the scripts that people run.
# Only -dev and plug-in packages are named where Debian and Ubuntu differ in the names of the libraries behind them.
# shellcheck shell=bash

packages_build=(
    build-essential cmake ninja-build pkg-config ccache git ca-certificates python3
    qt6-base-dev qt6-websockets-dev qt6-svg-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools libgl1-mesa-dev
    libqt6sql6-mysql libqt6sql6-sqlite libmariadb-dev qt6-qpa-plugins libxcb-cursor0 qtkeychain-qt6-dev libsecret-1-0
    libexpected-dev libyaml-dev libyaml-cpp-dev libtomlplusplus-dev libhiredis-dev libmicrohttpd-dev libssl-dev
    libxxhash-dev libzip-dev openssl
)
packages_test=(
    clang-format
    mariadb-server-core mariadb-client-core redis-server gnome-keyring dbus xvfb xauth fonts-dejavu-core python3-yaml python3-gi
    gir1.2-atspi-2.0 at-spi2-core npm iproute2 strace
    swift-proxy swift-account swift-container swift-object
)

# Prints the packages of its arguments that are not installed, one a line.
missing_packages() {
    local name
    for name in "$@"; do
        # Somebody's own Node.js brings an npm that Debian's package conflicts with.
        [ "$name" != npm ] || ! command -v npm >/dev/null || continue
        [ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$name" 2>/dev/null | cut -c1-2)" = ii ] || echo "$name"
    done
}

# Installs what is missing of its arguments in one step, quietly. Services that come with a package are not started:
# a temporary policy-rc.d says so where there is none yet.
install_packages() {
    local missing as_root=() policy=/usr/sbin/policy-rc.d
    mapfile -t missing < <(missing_packages "$@")
    [ "${#missing[@]}" -gt 0 ] || return 0
    if ! command -v apt-get >/dev/null; then
        echo "this system has no apt-get; install the equivalents of: ${missing[*]}" >&2
        return 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "missing packages: ${missing[*]}; install them as root, or install sudo" >&2
            return 1
        fi
        as_root=(sudo)
    fi
    echo "Installing ${#missing[@]} packages: ${missing[*]}"
    local made_policy=
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
        "${as_root[@]}" chmod 755 "$policy"
        made_policy=1
    fi
    local status=0 log
    log=$(mktemp)
    { "${as_root[@]}" apt-get update -q && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 </dev/null || status=$?
    [ -z "$made_policy" ] || "${as_root[@]}" rm -f "$policy"
    if [ "$status" -ne 0 ]; then
        tail -n 20 "$log" >&2
        echo "apt-get could not install the packages above; its last lines say why" >&2
    fi
    rm -f "$log"
    return "$status"
}

# The version of the checkout that is the current folder.
project_version() {
    sed -n 's/^project(archivesmp VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt
}
