# Runs Redis in the data folder: REDIS_PASSWORD on PORT_TCP. Arguments: redis-server, then its own, as AddRedis gives them.
. "${0%/*}/common.sh"
if [ "${1:-}" = redis-server ]; then shift; fi
# AddRedis passes the password on the command line; here it is in the configuration, where no other user sees it.
if [ "${1:-}" = --requirepass ]; then shift 2; fi
use_account redis
mkdir -p "$data"
if [ -n "$as" ]; then chown redis: "$data"; fi
secret=$(printf '%s' "${REDIS_PASSWORD:-}" | sed 's/\\/\\\\/g; s/"/\\"/g')
(umask 077; printf 'requirepass "%s"\n' "$secret" > "$data.conf")
if [ -n "$as" ]; then chown redis: "$data.conf"; fi
serve TERM "$LOCAL_SERVER_BIN/redis-server" "$data.conf" --port "$PORT_TCP" --bind 127.0.0.1 -::1 --dir "$data" --daemonize no "$@"
exit $code
