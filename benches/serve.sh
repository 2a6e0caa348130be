#!/bin/sh
# Prints the figures of a running server: cold start to first page, idle memory, page weight, size of the binary.
#
#   benches/serve.sh [BINARY]      (default: target/release/trongtam); needs curl
set -eu
cd "$(dirname "$0")/.."
binary=${1:-${CARGO_TARGET_DIR:-target}/release/trongtam}
port=${PORT:-18473}
data=$(mktemp -d)
server=
stop() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    wait 2>/dev/null || true
}
trap 'stop; rm -rf "$data"' EXIT

now() { date +%s%N; }
start() {
    begun=$(now)
    "$binary" serve "$@" --listen "127.0.0.1:$port" --data "$data" >"$data/log" 2>&1 &
    server=$!
    until curl -fsS -o /dev/null "http://127.0.0.1:$port/dang-nhap" 2>/dev/null; do
        kill -0 "$server" 2>/dev/null || { cat "$data/log" >&2; exit 1; }
    done
    echo "$1: $((($(now) - begun) / 1000000)) ms to the first page"
}

echo "binary: $(($(stat -c %s "$binary") / 1024 / 1024)) MB"
start --demo
stop
# The second start is the everyday one: the records are there.
start --demo
sleep 2
echo "idle memory: $(awk '/VmRSS/ { print int($2 / 1024) }' "/proc/$server/status") MB"
echo "sign-in page: $(curl -s --compressed -o /dev/null -w '%{size_download}' "http://127.0.0.1:$port/dang-nhap") bytes on the wire"
