#!/bin/sh
# Installs the parties of package-lock.json into the directory $1. Does nothing where that very lock file is installed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=$1

fail() {
    echo "the tests with real MCP clients and servers need $1; or leave them out with -DskipITs" >&2
    exit 1
}

command -v node >/dev/null || fail 'Node: install Node 20 or newer'
command -v npm >/dev/null || fail 'npm: install npm 9 or newer, it comes with Node'
major=$(node -p 'process.versions.node.split(".")[0]')
[ "$major" -ge 20 ] || fail "a newer Node than $(node --version): install Node 20 or newer"

if ! cmp -s "$here/package-lock.json" "$target/installed-lock.json"; then
    mkdir -p "$target"
    rm -f "$target/installed-lock.json"
    cp "$here/package.json" "$here/package-lock.json" "$target/"
    echo "installing the MCP clients and servers of the tests into $target"
    # No install scripts: none of the packages needs one. The parties run on the Node that is among them.
    (cd "$target" && npm ci --ignore-scripts --prefer-offline --no-audit --no-fund --no-progress --loglevel=error)
    cp "$here/package-lock.json" "$target/installed-lock.json"
fi

# On systems for which no such package exists, the machine's own Node runs them, and some want 22.
[ -x "$target/node_modules/.bin/node" ] || [ "$major" -ge 22 ] ||
    fail "a newer Node than $(node --version) on this system: install Node 22 or newer"

# The scripts of the tests find the packages where they stand beside them.
cp "$here"/*.mjs "$target/"
