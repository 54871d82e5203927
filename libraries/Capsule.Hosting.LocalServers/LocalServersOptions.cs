using Microsoft.Extensions.Configuration;

namespace Capsule.Hosting.LocalServers;

/// <summary>The settings of local servers: section <c>LocalServers</c> of the AppHost's configuration.</summary>
public sealed class LocalServersOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "LocalServers";

    /// <summary>Whether servers run as local programs; by default only when no container runtime answers.</summary>
    public bool? Enabled { get; set; }

    /// <summary>
    /// The folder of the servers' data and the resources' logs; each volume is a subfolder. The default is
    /// <c>/var/lib/aspire-local-servers/NAME</c> for root and
    /// <c>~/.local/share/aspire-local-servers/NAME</c> for other users, where NAME is the AppHost's name. A relative path starts at the
    /// AppHost's folder.
    /// </summary>
    public string? Data { get; set; }

    /// <summary>
    /// Whether missing servers are installed, as root on Debian and Ubuntu. Otherwise the error names the command that installs them.
    /// </summary>
    public bool Install { get; set; } = true;

    /// <summary>Folders, separated by ':', that are searched for the servers' programs before the default folders.</summary>
    public string? Path { get; set; }

    /// <summary>The names of the settings.</summary>
    public static IReadOnlyList<string> Names { get; } = [nameof(Enabled), nameof(Data), nameof(Install), nameof(Path)];

    internal static LocalServersOptions Read(IConfiguration configuration)
    {
        var options = new LocalServersOptions();
        RefuseUnknown(configuration.GetSection(Section));
        try
        {
            configuration.GetSection(Section).Bind(options);
        }
        catch (InvalidOperationException exception)
        {
            throw new LocalServersException($"{exception.Message} Use true or false.", exception);
        }

        return options;
    }

    /// <exception cref="LocalServersException">The path is malformed.</exception>
    internal string Root(string appHostFolder, string application)
    {
        try
        {
            return Data is { Length: > 0 }
                ? System.IO.Path.GetFullPath(Data, appHostFolder)
                : System.IO.Path.Combine(DefaultRoot(), "aspire-local-servers", ModelName(application));
        }
        catch (ArgumentException exception)
        {
            throw new LocalServersException($"{Section}:Data is not a path: {exception.Message}", exception);
        }
    }

    private static void RefuseUnknown(IConfigurationSection section)
    {
        if (
            section.GetChildren().FirstOrDefault(static child => !Names.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) is
            { } unknown
        )
        {
            throw new LocalServersException(
                $"{unknown.Path} is no setting of local servers. Known are {string.Join(", ", Names.Select(static name => $"{Section}:{name}"))}."
            );
        }
    }

    private static string DefaultRoot() =>
        Environment.IsPrivilegedProcess
            ? "/var/lib"
            : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);

    private static string ModelName(string application) => application.Length == 0 ? "apphost" : application.ToLowerInvariant();
}
