#!/bin/sh
# Asks `earmark serve` what people ask an org, with the tools they ask it with: curl always, and
# simple-salesforce (Python) and jsforce (Node) where they are installed.
#
#   tests/tools/run.sh [--install] [EARMARK]
#
# EARMARK is the program, target/debug/earmark unless given. PYTHON and NODE name other interpreters
# than python3 and node; jsforce is found as `require` finds it (NODE_PATH helps). With --install,
# pip and npm put both packages into a temporary folder first.
#
# Ends with 0 only if everything that ran was answered as it should be. A tool that is not there is
# said to be skipped.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
install=
[ "${1-}" = --install ] && { install=yes; shift; }
earmark=${1:-$here/../../target/debug/earmark}
python=${PYTHON:-python3}
node=${NODE:-node}

dir=$(mktemp -d)
served=
end() {
    [ -z "$served" ] || kill "$served" 2>/dev/null || :
    rm -rf "$dir"
}
trap end EXIT
trap 'exit 1' INT TERM

"$earmark" serve --listen 127.0.0.1:0 --token-file "$dir/tokens" --approve automatic \
    >"$dir/ready" 2>"$dir/told" &
served=$!
left=100
until grep -q http "$dir/ready"; do
    left=$((left - 1))
    if [ "$left" = 0 ] || ! kill -0 "$served" 2>/dev/null; then
        cat "$dir/told"
        echo "the service does not start"
        exit 1
    fi
    sleep 0.1
done
EARMARK_URL=$(sed 's/.* //' "$dir/ready")
EARMARK_TOKEN=$(cat "$dir/tokens")
export EARMARK_URL EARMARK_TOKEN

if [ -n "$install" ]; then
    "$python" -m venv "$dir/python"
    python=$dir/python/bin/python
    "$python" -m pip install --quiet simple-salesforce
    npm install --silent --prefix "$dir/node" jsforce
    NODE_PATH=$dir/node/node_modules
    export NODE_PATH
fi

failed=0
try() {
    echo "$1"
    shift
    "$@" || failed=1
}
try curl sh "$here/curl.sh"
if "$python" -c 'import simple_salesforce' 2>/dev/null; then
    try simple-salesforce "$python" "$here/with_simple_salesforce.py"
else
    echo "simple-salesforce: skipped, $python cannot import it"
fi
if "$node" -e 'require("jsforce")' 2>/dev/null; then
    try jsforce "$node" "$here/with_jsforce.cjs"
else
    echo "jsforce: skipped, $node cannot find it"
fi
exit "$failed"
