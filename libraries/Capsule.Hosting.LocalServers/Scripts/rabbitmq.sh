# Runs a RabbitMQ node in the data folder with its own epmd: RABBITMQ_DEFAULT_USER and RABBITMQ_DEFAULT_PASS on PORT_TCP,
# the management page on PORT_MANAGEMENT if given, epmd and the node's distribution on PORT_EPMD and PORT_DISTRIBUTION.
. "${0%/*}/common.sh"
use_account rabbitmq
mkdir -p "$data"
login() { printf '%s\n%s' "$RABBITMQ_DEFAULT_USER" "$RABBITMQ_DEFAULT_PASS" | sha256sum | cut -c1-64; }
[ -d "$data/mnesia" ] || (umask 077; login > "$data.login")
{
    echo "listeners.tcp.1 = 127.0.0.1:$PORT_TCP"
    echo 'loopback_users = none'
    # A busy machine can exceed the default of 10 s, which logs an error for each client.
    echo 'handshake_timeout = 30000'
    if [ -n "${PORT_MANAGEMENT:-}" ]; then echo 'management.tcp.ip = 127.0.0.1'; echo "management.tcp.port = $PORT_MANAGEMENT"; fi
    # A node keeps its original user; changed parameters are applied from a file at its start.
    if [ "$(cat "$data.login" 2>/dev/null)" != "$(login)" ]; then echo "load_definitions = $data/login.json"; fi
} > "$data/rabbitmq.conf"
text() { printf '%s' "$1" | sed 's/\\/\\\\/g; s/"/\\"/g'; }
(umask 077; cat > "$data/login.json" <<JSON
{"users": [{"name": "$(text "$RABBITMQ_DEFAULT_USER")", "password": "$(text "$RABBITMQ_DEFAULT_PASS")", "tags": "administrator"}],
 "vhosts": [{"name": "/"}],
 "permissions": [{"user": "$(text "$RABBITMQ_DEFAULT_USER")", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"}]}
JSON
)
if [ -n "${PORT_MANAGEMENT:-}" ]; then echo '[rabbitmq_management].'; else echo '[].'; fi > "$data/enabled_plugins"
if [ -n "$as" ]; then chown -R rabbitmq: "$data"; fi
# A quorum queue that was declared within seconds of a kill may come back without a leader, and then stays so (rabbitmq-server issue 15725).
# The expression contains no blanks, because the start program splits its arguments at blanks.
elect='spawn(fun()->rabbit:await_startup(),[catch(ra:trigger_election(amqqueue:get_pid(Q)))||Q<-rabbit_amqqueue:list(),amqqueue:get_type(Q)==rabbit_quorum_queue]end)'
export HOME="$data" RABBITMQ_NODENAME="${RABBITMQ_NODENAME:-rabbit@localhost}" RABBITMQ_MNESIA_BASE="$data/mnesia" RABBITMQ_LOG_BASE="$data/log" RABBITMQ_LOGS=- \
    RABBITMQ_CONFIG_FILE="$data/rabbitmq.conf" RABBITMQ_CONF_ENV_FILE=/dev/null RABBITMQ_ENABLED_PLUGINS_FILE="$data/enabled_plugins" \
    RABBITMQ_DIST_PORT="$PORT_DISTRIBUTION" ERL_EPMD_PORT="$PORT_EPMD" ERL_EPMD_ADDRESS=127.0.0.1 \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1} -eval $elect"
# epmd is started here, because a node would start one that outlives it and serves the whole machine. It runs in the data folder, like every
# process of the server.
cd "$data"
$as epmd -address 127.0.0.1 -port "$PORT_EPMD" 3<&- &
beside=$!
serve TERM "$LOCAL_SERVER_BIN/rabbitmq-server"
kill $beside 2>/dev/null || :
wait $beside 2>/dev/null || :
exit $code
