using Aspire.Hosting.ApplicationModel;

namespace Capsule.Hosting.LocalServers;

/// <summary>A server that this machine can run: its programs, its package, and the script that runs it.</summary>
public sealed class ServerProgram
{
    private const string DebianPostgres = "/usr/lib/postgresql";
    private readonly IReadOnlyList<string> _programs;
    private readonly Func<IEnumerable<string>> _usualFolders;
    private readonly string? _version;

    internal ServerProgram(
        string title,
        string script,
        string package,
        IReadOnlyList<string> programs,
        Func<IEnumerable<string>> usualFolders,
        string? version = null
    )
    {
        Title = title;
        Script = Path.Combine(Path.GetDirectoryName(typeof(ServerProgram).Assembly.Location)!, "local-servers", script);
        Package = package;
        _programs = programs;
        _usualFolders = usualFolders;
        _version = version;
    }

    /// <summary>The server's display name.</summary>
    public string Title { get; }

    /// <summary>The Debian and Ubuntu package of the server.</summary>
    public string Package { get; }

    /// <summary>
    /// The path of the shell script that runs the server in the foreground: <c>/bin/sh SCRIPT DATA ARGUMENTS…</c>, with
    /// <see cref="Environment"/>, the variables of the container image (<c>POSTGRES_PASSWORD</c>, …) and a port for each endpoint
    /// (<see cref="PortVariable"/>). SIGTERM stops the server.
    /// </summary>
    public string Script { get; }

    /// <summary>Folders that are searched for programs before the default ones.</summary>
    public IReadOnlyList<string> SearchPath { get; set; } = [];

    /// <summary>Endpoints that need a port, besides those of the integration.</summary>
    public IReadOnlyList<string> InternalEndpoints { get; private init; } = [];

    /// <summary>The folder of the server's programs; null when it is not installed.</summary>
    public string? Folder => Folders().FirstOrDefault(folder => _programs.All(program => File.Exists(Path.Combine(folder, program))));

    /// <summary>Returns PostgreSQL in a major version ("15") if it is installed, otherwise in the newest one.</summary>
    public static ServerProgram Postgres(string? version = null) =>
        new(
            "PostgreSQL",
            "postgres.sh",
            version is null ? "postgresql" : $"postgresql-{version}",
            ["initdb", "postgres"],
            () => PostgresFolders(version),
            version
        );

    /// <summary>Returns Redis.</summary>
    public static ServerProgram Redis() => new("Redis", "redis.sh", "redis-server", ["redis-server"], static () => []);

    /// <summary>Returns RabbitMQ. Debian's program on the PATH is a wrapper that manages only the system's own node.</summary>
    public static ServerProgram RabbitMQ() =>
        new("RabbitMQ", "rabbitmq.sh", "rabbitmq-server", ["rabbitmq-server"], static () => ["/usr/lib/rabbitmq/bin"])
        {
            InternalEndpoints = ["epmd", "distribution"],
        };

    /// <summary>Returns the environment variable that passes an endpoint's port to the script.</summary>
    public static string PortVariable(string endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return $"PORT_{endpoint.ToUpperInvariant()}";
    }

    /// <summary>
    /// Returns the environment that <see cref="Script"/> needs besides the ports and the variables of the container image.
    /// </summary>
    /// <exception cref="LocalServersException">The server is not installed.</exception>
    public IReadOnlyDictionary<string, string> Environment() =>
        new Dictionary<string, string>
        {
            ["LOCAL_SERVER_BIN"] = Folder ?? throw new LocalServersException($"{Title} is not installed on this machine."),
            ["LOCAL_SERVER_VERSION"] = _version ?? "",
        };

    /// <summary>Returns the program for a container; null for a container that no local server can replace.</summary>
    internal static ServerProgram? For(ContainerResource container) =>
        container switch
        {
            PostgresServerResource => Postgres(
                ImageVersion.OfPostgres(container.Annotations.OfType<ContainerImageAnnotation>().LastOrDefault()?.Tag)
            ),
            RedisResource => Redis(),
            RabbitMQServerResource => RabbitMQ(),
            _ => null,
        };

    private IEnumerable<string> Folders() => [.. SearchPath, .. _usualFolders(), .. FoldersOnPath()];

    // Debian has a folder per version, none of which is on the PATH.
    private static IEnumerable<string> PostgresFolders(string? wanted) =>
        !Directory.Exists(DebianPostgres)
            ? []
            : Directory
                .EnumerateDirectories(DebianPostgres)
                .OrderByDescending(folder => Path.GetFileName(folder) == wanted)
                .ThenByDescending(static folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
                .Select(static folder => Path.Combine(folder, "bin"));

    private static string[] FoldersOnPath() =>
        System.Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];
}
