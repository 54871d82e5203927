namespace Aspire.Hosting.Embedded;

/// <summary>The options that embedded mode takes on the command line; what it does not know is left to configuration.</summary>
internal sealed record EmbeddedOptions
{
    /// <summary>The text of <c>--help</c>.</summary>
    public const string Usage = """
        Runs the application on servers of this machine. Options:
          --data-root DIR       where the servers keep their data (default: /var/lib/NAME for root, ~/.local/share/NAME otherwise)
          --randomize-ports     give every endpoint a free port, so that several can run side by side
          --no-install          never install a missing server; say how to
          --no-dashboard        run without the dashboard
          --server-path DIRS    look for the servers' programs in these folders (separated by ':') only
          --help                show this and stop
        What each resource writes is in DIR/logs. Anything else goes to configuration: --Parameters:NAME=VALUE, --environment Production, …
        """;

    private static readonly string[] Flags = ["--randomize-ports", "--no-install", "--no-dashboard", "--help"];

    /// <summary>The folder of all data.</summary>
    public required string DataRoot { get; init; }

    /// <summary>Whether every endpoint gets a free port.</summary>
    public bool RandomizePorts { get; init; }

    /// <summary>Whether nothing may be installed.</summary>
    public bool NoInstall { get; init; }

    /// <summary>Whether no dashboard is started.</summary>
    public bool NoDashboard { get; init; }

    /// <summary>Whether only the usage is to be shown.</summary>
    public bool Help { get; init; }

    /// <summary>The only folders in which servers are looked for; empty for the usual ones.</summary>
    public IReadOnlyList<string> ServerPath { get; init; } = [];

    /// <summary>The options of an application.</summary>
    internal static EmbeddedOptions Of(DistributedApplicationOptions application)
    {
        var options = Parse(application.Args ?? [], DistributedApplicationOptions.Assembly?.GetName().Name ?? "aspire");
        return options with { NoDashboard = options.NoDashboard || application.DisableDashboard };
    }

    /// <summary>Reads the arguments of the application that its AppHost's assembly is named after.</summary>
    internal static EmbeddedOptions Parse(IReadOnlyList<string> arguments, string assemblyName)
    {
        var name = assemblyName.Split('.')[0].ToLowerInvariant();
        return new EmbeddedOptions
        {
            DataRoot = Path.GetFullPath(
                Value("--data-root") ?? Environment.GetEnvironmentVariable($"{name.ToUpperInvariant()}_DATA_ROOT") ?? DefaultRoot(name)),
            RandomizePorts = Has("--randomize-ports"),
            NoInstall = Has("--no-install"),
            NoDashboard = Has("--no-dashboard"),
            Help = Has("--help"),
            ServerPath = Value("--server-path")?.Split(':', StringSplitOptions.RemoveEmptyEntries) ?? [],
        };

        bool Has(string option) => arguments.Contains(option) || arguments.Contains($"{option}=true");

        string? Value(string option) =>
            arguments.FirstOrDefault(argument => argument.StartsWith($"{option}=", StringComparison.Ordinal))?[(option.Length + 1)..]
            ?? arguments.SkipWhile(argument => argument != option).Skip(1).FirstOrDefault();
    }

    /// <summary>What is left for configuration, which would take a flag's next argument for its value.</summary>
    internal static string[] Remaining(string[]? arguments) => [.. (arguments ?? []).Where(argument => !Flags.Contains(argument))];

    private static string DefaultRoot(string name)
    {
        if (Environment.IsPrivilegedProcess)
        {
            return Path.Combine("/var/lib", name);
        }

        // XDG_DATA_HOME, else ~/.local/share.
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(data, name);
    }
}
