#!/bin/sh
# Installs the servers that the tests start, where they are missing. Arguments: further programs to have.
set -eu

packages=""
need() { # program package
    command -v "$1" >/dev/null 2>&1 || packages="$packages $2"
}

ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || packages="$packages postgresql"
need redis-server redis-server
need openssl openssl
for program in "$@"; do need "$program" "$program"; done
[ -n "$packages" ] || exit 0

as_root=""
if [ "$(id -u)" != 0 ]; then
    as_root="sudo"
    command -v sudo >/dev/null 2>&1 || { echo "Please install, as root:$packages" >&2; exit 1; }
fi
echo "Installing what the tests start:$packages"
export DEBIAN_FRONTEND=noninteractive
# The Debian packages would start servers of their own; the tests start theirs on ports and folders of their own.
$as_root apt-get update -qq
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends $packages >/dev/null
