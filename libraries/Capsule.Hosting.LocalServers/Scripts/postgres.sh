# Runs a PostgreSQL cluster in the data folder, which is created if necessary: POSTGRES_USER and POSTGRES_PASSWORD on PORT_TCP.
# Arguments are passed to postgres.
. "${0%/*}/common.sh"
bin=$LOCAL_SERVER_BIN
use_account postgres
version=$("$bin/postgres" --version | sed 's/^[^0-9]*\([0-9]*\).*/\1/')
if [ -n "${LOCAL_SERVER_VERSION:-}" ] && [ "$version" != "$LOCAL_SERVER_VERSION" ]; then
    say "PostgreSQL $LOCAL_SERVER_VERSION is not installed: running $version in its place"
fi

login() { printf '%s\n%s' "$POSTGRES_USER" "$POSTGRES_PASSWORD" | sha256sum | cut -c1-64; }
keep_login() { (umask 077; login > "$data.login"); }

if [ -s "$data/PG_VERSION" ]; then
    [ "$(cat "$data/PG_VERSION")" = "$version" ] || fail "$data was made by PostgreSQL $(cat "$data/PG_VERSION"), this machine runs $version. Install postgresql-$(cat "$data/PG_VERSION"), or remove the folder with all its data."
    # PostgreSQL refuses a folder that belongs to another account.
    owner=$(stat -c %U "$data")
    [ -z "$as" ] || [ "$owner" = postgres ] || fail "$data belongs to account '$owner', and PostgreSQL runs as 'postgres'. Give it the folder (chown -R postgres: $data), or remove the folder with all its data."
else
    # The cluster is created under another name and renamed, so that a kill leaves no incomplete cluster.
    rm -rf "$data.new"; mkdir -m 700 "$data.new"
    (umask 077; printf '%s\n' "$POSTGRES_PASSWORD" > "$data.password")
    if [ -n "$as" ]; then chown postgres: "$data.new" "$data.password"; fi
    $as "$bin/initdb" --pgdata="$data.new" --username="$POSTGRES_USER" --pwfile="$data.password" --auth=scram-sha-256 \
        --encoding=UTF8 --locale=C.UTF-8 --no-instructions ${POSTGRES_INITDB_ARGS:-} > "$data.initdb" 2>&1 || { cat "$data.initdb" >&2; rm -f "$data.password"; fail "initdb failed."; }
    rm -f "$data.password" "$data.initdb"
    if [ -d "$data" ]; then rmdir "$data" || fail "$data holds files that are no PostgreSQL cluster."; fi
    keep_login
    mv "$data.new" "$data"
fi

# The lock proves that no server uses the folder, so the pid file of a killed server is stale. PostgreSQL would trust it if another process had
# that id.
rm -f "$data/postmaster.pid" "$data"/.s.PGSQL.*

# A cluster keeps its original login; changed parameters are applied here, as they are to a cluster from elsewhere, whose login is unknown.
if [ "$(cat "$data.login" 2>/dev/null)" != "$(login)" ]; then
    say "the user or password has changed: setting it in the cluster"
    name=$(printf '%s' "$POSTGRES_USER" | sed 's/"/""/g')
    secret=$(printf '%s' "$POSTGRES_PASSWORD" | sed "s/'/''/g")
    printf '%s;\n\n%s;\n\n' "create role \"$name\" superuser login" "alter role \"$name\" superuser login password '$secret'" \
        | $as "$bin/postgres" --single -j -D "$data" -c log_min_messages=fatal -c shared_preload_libraries= postgres >/dev/null 2>&1 3<&- || fail "the password could not be set in $data."
    keep_login
fi

# Preload libraries that are not installed are omitted, because the server would not start with them.
installed() {
    kept=''
    for library in $(printf '%s' "$1" | tr ',' ' '); do
        if [ -e "$libraries/$library.so" ]; then kept="$kept${kept:+,}$library"; else say "$library is not installed on this machine: running without it" >&2; fi
    done
    printf '%s' "$kept"
}
libraries=$("$bin/pg_config" --pkglibdir 2>/dev/null || echo "$bin/../lib")
count=$#
while [ $count -gt 0 ]; do
    argument=$1; shift; count=$((count - 1))
    case $argument in shared_preload_libraries=*) argument="shared_preload_libraries=$(installed "${argument#*=}")" ;; esac
    set -- "$@" "$argument"
done

# The socket is in the data folder unless its path is longer than the kernel allows.
sockets=$data
[ ${#data} -le 90 ] || sockets=''

# SIGINT ends sessions and shuts down; SIGTERM would wait for every client.
serve INT "$bin/postgres" -D "$data" -p "$PORT_TCP" -c listen_addresses=localhost -c "unix_socket_directories=$sockets" "$@"
exit $code
