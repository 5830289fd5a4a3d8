#!/bin/sh
# Asks ssh-audit (PyPI) what it thinks of `earmark ssh`: no failure and no warning is accepted.
#
#   tests/tools/ssh_audit.sh [--install] [EARMARK]
#
# EARMARK is the program, target/debug/earmark unless given. PYTHON names another interpreter than
# python3. With --install, pip puts ssh-audit into a temporary folder first; without it, one that
# cannot be imported is said to be skipped.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
install=
[ "${1-}" = --install ] && { install=yes; shift; }
earmark=${1:-$here/../../target/debug/earmark}
python=${PYTHON:-python3}

dir=$(mktemp -d)
hosting=
end() {
    [ -z "$hosting" ] || kill "$hosting" 2>/dev/null || :
    rm -rf "$dir"
}
trap end EXIT
trap 'exit 1' INT TERM

if [ -n "$install" ]; then
    "$python" -m venv "$dir/python"
    python=$dir/python/bin/python
    "$python" -m pip install --quiet ssh-audit
fi
if ! "$python" -c 'import ssh_audit' 2>/dev/null; then
    echo "ssh-audit: skipped, $python cannot import it"
    exit 0
fi

"$earmark" ssh --open --listen 127.0.0.1:0 --host-key "$dir/key" >"$dir/ready" 2>"$dir/log" &
hosting=$!
left=100
until grep -q visitors "$dir/ready"; do
    left=$((left - 1))
    if [ "$left" = 0 ] || ! kill -0 "$hosting" 2>/dev/null; then
        cat "$dir/log"
        echo "the host does not start"
        exit 1
    fi
    sleep 0.1
done
port=$(sed 's/.*127\.0\.0\.1:\([0-9]*\),.*/\1/' "$dir/ready")

# Connections by the hundred, which its test of denial of service makes, are what the host turns
# away; it is left out here and tested in tests/ssh.
"$python" -m ssh_audit.ssh_audit --skip-rate-test --level warn -n -p "$port" 127.0.0.1 \
    >"$dir/report" || :
if ! grep -q '^' "$dir/report" || grep -E '\[(fail|warn)\]|exception' "$dir/report"; then
    cat "$dir/report"
    echo "ssh-audit: not content"
    exit 1
fi
"$python" -m ssh_audit.ssh_audit --skip-rate-test -n -p "$port" 127.0.0.1 | grep -c '\[info\]' \
    | sed 's/.*/ssh-audit: content, & remarks/'
