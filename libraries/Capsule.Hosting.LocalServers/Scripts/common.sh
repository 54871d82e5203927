# Included by each server's script. First argument: the server's data folder. Environment: LOCAL_SERVER_BIN, the folder of its programs;
# LOCAL_SERVER_VERSION, the wanted major version; LOCAL_SERVER_TEMPORARY=1 empties the folder first;
# LOCAL_SERVER_STDIN=1 stops the server when standard input ends.
set -eu
data=$1; shift
exec 3<&0

say() { echo "local server: $*"; }
fail() { echo "local server: $*" >&2; exit 1; }

mkdir -p "$(dirname "$data")" 2>/dev/null || fail "$(dirname "$data") cannot be created. Choose another folder with LocalServers:Data."

# All processes that the script starts inherit the lock, so it is free only when the last process of the server has ended.
{ exec 9>>"$data.lock"; } 2>/dev/null || fail "$data.lock cannot be written. Choose another folder with LocalServers:Data."
if ! flock -n 9; then
    say "$data is in use; waiting for the server of an earlier run to end"
    flock -w 20 9 || fail "$data is in use by another run. Stop it, or choose another folder with LocalServers:Data."
fi

if [ -n "${LOCAL_SERVER_TEMPORARY:-}" ]; then rm -rf "$data" "$data.login"; fi

# use_account NAME: runs a server that must not run as root as the account of its package.
as=''
use_account() {
    [ "$(id -u)" = 0 ] || return 0
    id "$1" >/dev/null 2>&1 || fail "there is no account '$1' to run as; the server's package makes it (root cannot run the server)."
    as="setpriv --reuid=$1 --regid=$1 --init-groups --"
    $as test -x "$(dirname "$data")" || fail "account '$1' cannot enter $(dirname "$data"). Choose another folder with LocalServers:Data, or let others enter it (chmod o+x)."
}

# serve SIGNAL COMMAND...: runs the server until it ends; SIGTERM, SIGINT and SIGHUP reach it as SIGNAL, and the process $beside as SIGTERM.
beside=''
serve() {
    signal=$1; shift
    cd "$data"
    $as "$@" 3<&- &
    server=$!
    trap 'kill -$signal $server 2>/dev/null || :; [ -z "$beside" ] || kill $beside 2>/dev/null || :' TERM INT HUP
    watch=''
    if [ -n "${LOCAL_SERVER_STDIN:-}" ]; then
        (while read -r _; do :; done; kill -TERM $$ 2>/dev/null) <&3 9>&- >/dev/null 2>&1 &
        watch=$!
    fi
    code=0; wait $server || code=$?
    while kill -0 $server 2>/dev/null; do code=0; wait $server || code=$?; done
    [ -z "$watch" ] || kill "$watch" 2>/dev/null || :
}
