using Aspire.Hosting.ApplicationModel;

namespace Capsule.Hosting.LocalServers;

/// <summary>A server that this machine can run: where its programs are, what installs them, and the script that runs it.</summary>
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

    /// <summary>The server's name, for people.</summary>
    public string Title { get; }

    /// <summary>The Debian and Ubuntu package that installs it.</summary>
    public string Package { get; }

    /// <summary>
    /// The path of the shell script that runs the server in the foreground: <c>/bin/sh SCRIPT DATA ARGUMENTS…</c>, with
    /// <see cref="Environment"/>, the variables of the container image (<c>POSTGRES_PASSWORD</c>, …) and a port for each endpoint
    /// (<see cref="PortVariable"/>). SIGTERM stops the server.
    /// </summary>
    public string Script { get; }

    /// <summary>Folders in which programs are looked for before the usual ones.</summary>
    public IReadOnlyList<string> SearchPath { get; set; } = [];

    /// <summary>Endpoints beside those of the integration that the server needs a port for.</summary>
    public IReadOnlyList<string> InternalEndpoints { get; private init; } = [];

    /// <summary>The folder of the server's programs; null when it is not installed.</summary>
    public string? Folder => Folders().FirstOrDefault(folder => _programs.All(program => File.Exists(Path.Combine(folder, program))));

    /// <summary>PostgreSQL of a major version ("15") where it is installed, else the newest.</summary>
    public static ServerProgram Postgres(string? version = null) =>
        new(
            "PostgreSQL",
            "postgres.sh",
            version is null ? "postgresql" : $"postgresql-{version}",
            ["initdb", "postgres"],
            () => PostgresFolders(version),
            version
        );

    /// <summary>Redis.</summary>
    public static ServerProgram Redis() => new("Redis", "redis.sh", "redis-server", ["redis-server"], static () => []);

    /// <summary>RabbitMQ. What Debian has on PATH is a wrapper that knows the system's own node only.</summary>
    public static ServerProgram RabbitMQ() =>
        new("RabbitMQ", "rabbitmq.sh", "rabbitmq-server", ["rabbitmq-server"], static () => ["/usr/lib/rabbitmq/bin"])
        {
            InternalEndpoints = ["epmd", "distribution"],
        };

    /// <summary>The environment variable that gives the script an endpoint's port.</summary>
    public static string PortVariable(string endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return $"PORT_{endpoint.ToUpperInvariant()}";
    }

    /// <summary>The environment that <see cref="Script"/> needs besides the ports and the variables of the container image.</summary>
    /// <exception cref="LocalServersException">The server is not installed.</exception>
    public IReadOnlyDictionary<string, string> Environment() =>
        new Dictionary<string, string>
        {
            ["LOCAL_SERVER_BIN"] = Folder ?? throw new LocalServersException($"{Title} is not installed on this machine."),
            ["LOCAL_SERVER_VERSION"] = _version ?? "",
        };

    /// <summary>The program for a container; null for a container that no local server can take the place of.</summary>
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

    // Debian has a folder for each version, none of them on PATH.
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
