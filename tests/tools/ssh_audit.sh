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

# audit NAME ACCEPTED [OPTION]...: hosts with these options, and prints what is not accepted.
audit() {
    name=$1
    accepted=$2
    shift 2
    XDG_CONFIG_HOME="$dir" "$earmark" ssh --open --listen 127.0.0.1:0 --host-key "$dir/key" "$@" \
        >"$dir/ready" 2>"$dir/log" &
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
    # away; that is left out here and tested in tests/ssh.
    "$python" -m ssh_audit.ssh_audit --skip-rate-test -n -p "$port" 127.0.0.1 >"$dir/report" || :
    kill "$hosting"
    wait "$hosting" || :
    hosting=
    if ! grep -q 'mlkem768x25519-sha256' "$dir/report"; then
        cat "$dir/report"
        echo "ssh-audit: no report"
        exit 1
    fi
    if grep -E '\[(fail|warn)\]' "$dir/report" | grep -v -E "$accepted"; then
        echo "ssh-audit, $name: not content"
        exit 1
    fi
    echo "ssh-audit, $name: content"
}

# Clients before OpenSSH 9.9 know no exchange that withstands a quantum computer and that this host
# knows, too; --post-quantum turns them away.
audit usual 'curve25519-sha256 .* does not provide protection against post-quantum attacks'
audit post-quantum '^$' --post-quantum
