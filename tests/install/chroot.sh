# shellcheck shell=bash
# For the tests that need an empty Debian 12: to be sourced, by bash.
#
# Needs root, debootstrap and a Debian mirror; says so and ends with 77 where one is lacking. Mirror
# and proxy are those of this machine's apt. The base system is kept in $OBSTAT_CACHE (default
# ~/.cache/obstat) and made anew when it is a week old.

release=bookworm
cache=${OBSTAT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/obstat}
base=$cache/debian-$release.tar

skip() {
    echo "skipped: install/$(basename "$0"): $1"
    exit 77
}

# Lines for sources.list: what this machine's apt knows of the release. Nothing on another system.
sources() {
    apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' \
        'Created-By: Packages' 'Origin: Debian' 2>/dev/null |
        grep -E " $release(-updates|-security)? " | sort -u || true
}

base_make() {
    local mirror folder
    mirror=$(sources | awk -v release="$release" '$3 == release { print $2; exit }')
    folder=$(mktemp -d "$cache/base.XXXXXX")
    echo "making the base system of Debian $release in $cache"
    if ! debootstrap --variant=minbase "$release" "$folder" ${mirror:+"$mirror"} >"$folder.log" 2>&1; then
        tail -n 5 "$folder.log" >&2
        rm -rf --one-file-system "$folder" "$folder.log"
        skip "debootstrap found no base system to install"
    fi
    tar --one-file-system -C "$folder" -cf "$base.new" .
    mv "$base.new" "$base"
    rm -rf --one-file-system "$folder" "$folder.log"
}

# base_ready: the base system is there, and not old.
base_ready() {
    local program
    [ "$(id -u)" -eq 0 ] || skip "only root may make a chroot"
    for program in debootstrap unshare chroot git apt-get; do
        command -v "$program" >/dev/null || skip "$program is not installed"
    done
    mkdir -p "$cache"
    find "$base" -mtime +7 -delete 2>/dev/null || true
    [ -f "$base" ] || base_make
}

# system_make FOLDER: the base system there, with this machine's way to the mirror.
system_make() {
    tar -C "$1" -xf "$base"
    chmod 755 "$1" # mktemp keeps a folder to its owner, and this one is the root of others
    mkdir -p "$1/home/obstat"
    cp -L /etc/resolv.conf "$1/etc/resolv.conf"
    echo "127.0.0.1 localhost $(hostname)" >"$1/etc/hosts"
    if [ -n "$(sources)" ]; then
        sources >"$1/etc/apt/sources.list"
    fi
    apt-config dump | grep -E '^Acquire::(http|https)' >"$1/etc/apt/apt.conf.d/90machine" || true
    if grep -q 'https:' "$1/etc/apt/sources.list"; then
        mkdir -p "$1/etc/ssl/certs"
        cp -L /etc/ssl/certs/ca-certificates.crt "$1/etc/ssl/certs/"
    fi
}

# inside FOLDER USER COMMAND...: in the system, with nothing of our environment but the proxies.
inside() {
    local folder=$1 name=$2 proxies=() variable
    shift 2
    for variable in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
        [ -z "${!variable:-}" ] || proxies+=("$variable=${!variable}")
    done
    unshare --mount --pid --fork sh -c '
        folder=$1 name=$2
        shift 2
        mount --make-rprivate /
        mount -t proc proc "$folder/proc"
        exec env -i "$@" chroot --userspec="$name" "$folder" /bin/sh -c "cd /home/obstat && \$COMMAND"
    ' sh "$folder" "$name" PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/home \
        "${proxies[@]}" "COMMAND=$*" </dev/null
}
