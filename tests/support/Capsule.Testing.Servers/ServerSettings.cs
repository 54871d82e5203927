using Capsule.Hosting.LocalServers;

namespace Capsule.Testing.Servers;

/// <summary>A server to run.</summary>
internal sealed record ServerSettings(ServerProgram Program, string Data, int Port, string User, string Password)
{
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The port of RabbitMQ's management page; it has none unless given.</summary>
    public int? ManagementPort { get; init; }

    public static ServerProgram ProgramOf(string kind) =>
        kind switch
        {
            "postgres" => ServerProgram.Postgres("15"),
            "redis" => ServerProgram.Redis(),
            "rabbitmq" => ServerProgram.RabbitMQ(),
            _ => throw new ArgumentException($"{kind} is not postgres, redis or rabbitmq.", nameof(kind)),
        };

    /// <summary>The variables of the container images, and the ports.</summary>
    public Dictionary<string, string> Environment()
    {
        var variables = new Dictionary<string, string>(Program.Environment())
        {
            [ServerProgram.PortVariable("tcp")] = Text(Port),
            ["POSTGRES_USER"] = User,
            ["POSTGRES_PASSWORD"] = Password,
            ["POSTGRES_INITDB_ARGS"] = "--no-sync",
            ["REDIS_PASSWORD"] = Password,
            ["RABBITMQ_DEFAULT_USER"] = User,
            ["RABBITMQ_DEFAULT_PASS"] = Password,

            // A pipe from this process: the server stops when it ends, however it ends.
            ["LOCAL_SERVER_STDIN"] = "1",
        };
        foreach (var endpoint in Program.InternalEndpoints)
        {
            variables[ServerProgram.PortVariable(endpoint)] = Text(FreePort.Pick());
        }

        if (ManagementPort is { } management)
        {
            variables[ServerProgram.PortVariable("management")] = Text(management);
        }

        return variables;
    }

    private static string Text(int port) => port.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
