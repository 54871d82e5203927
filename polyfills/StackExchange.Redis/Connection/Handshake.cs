using StackExchange.Redis.Protocol;

namespace StackExchange.Redis.Connection;

/// <summary>What is said to the server before the first command: who connects, under which name, on which database.</summary>
internal static class Handshake
{
    /// <exception cref="RedisConnectionException">The server refused, or is not ready.</exception>
    public static async Task RunAsync(ServerConnection connection, ConfigurationOptions options, long deadline)
    {
        var steps = new List<(Task Reply, bool Needed)>();
        if (!string.IsNullOrEmpty(options.Password))
        {
            Step(string.IsNullOrEmpty(options.User)
                ? new Request(Commands.Auth, options.Password)
                : new Request(Commands.Auth, options.User, options.Password));
        }

        // An old server, or one with narrow rights, may not let us have a name.
        Step(new Request(Commands.Client, "SETNAME", (options.ClientName ?? Environment.MachineName).Replace(' ', '_')), needed: false);
        if (options.DefaultDatabase is > 0 and var database)
        {
            Step(new Request(Commands.Select, database));
        }

        Step(new Request(Commands.Ping));
        foreach (var (reply, needed) in steps)
        {
            await CheckAsync(reply, needed);
        }

        void Step(in Request request, bool needed = true)
        {
            var message = Message<RedisValue>.Rent(Reply.Value, deadline, request.Command.Name, inline: false, wanted: true, out var reply);
            if (!connection.TrySend(request, message, ServerConnection.AnyDatabase))
            {
                message.Fail(new RedisConnectionException(ConnectionFailureType.SocketClosed, "The connection was closed during the handshake."));
            }

            steps.Add((reply!, needed));
        }
    }

    private static async Task CheckAsync(Task reply, bool needed)
    {
        try
        {
            await reply;
        }
        catch (RedisServerException refused)
        {
            if (needed)
            {
                throw new RedisConnectionException(Kind(refused.Message), $"The server refused the connection: {refused.Message}", refused);
            }
        }
    }

    private static ConnectionFailureType Kind(string error) => error.Split(' ')[0] switch
    {
        "WRONGPASS" or "NOAUTH" or "NOPERM" => ConnectionFailureType.AuthenticationFailure,
        "LOADING" => ConnectionFailureType.Loading,
        "ERR" when error.Contains("AUTH", StringComparison.Ordinal) || error.Contains("password", StringComparison.OrdinalIgnoreCase) =>
            ConnectionFailureType.AuthenticationFailure,
        _ => ConnectionFailureType.UnableToConnect,
    };
}
