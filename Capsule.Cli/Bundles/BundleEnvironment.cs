namespace Capsule.Cli.Bundles;

/// <summary>Creates the environment of a service's bundle.</summary>
internal sealed class BundleEnvironment(CliHost host, IBundleSource source, string? environmentName, string? connection)
{
    private const string Development = "Development";

    private string? EnvironmentName => environmentName ?? host.Variable("DOTNET_ENVIRONMENT") ?? host.Variable("ASPNETCORE_ENVIRONMENT");

    /// <summary>
    /// Returns this process's environment with the settings of the command line. The development defaults are added only when no setting
    /// names the database and the environment is Development.
    /// </summary>
    public IReadOnlyDictionary<string, string> Of(string service)
    {
        var variables = host.Environment.ToDictionary(StringComparer.Ordinal);
        if (environmentName is not null)
        {
            variables["DOTNET_ENVIRONMENT"] = environmentName;
        }

        // An executable finds its runtime through this variable if .NET is installed in a non-standard folder.
        if (Processes.DotnetProgram.Root is { } root)
        {
            variables.TryAdd("DOTNET_ROOT", root);
        }

        if (connection is not null)
        {
            // An environment variable is used, because every user of the machine can read the bundle's command line.
            variables[$"ConnectionStrings__{service}-db"] = connection;
        }
        else if (
            !HasConnection(service)
            && EnvironmentName is null or Development
            && source.DevelopmentVariables(service) is { Count: > 0 } defaults
        )
        {
            variables["DOTNET_ENVIRONMENT"] = Development;
            foreach (var (name, value) in defaults)
            {
                variables.TryAdd(name, value);
            }
        }

        return variables;
    }

    /// <summary>Returns whether any setting of the database's connection is present; the bundle reports an incomplete connection.</summary>
    private bool HasConnection(string service)
    {
        var name = service.Replace('-', '_');
        return host.Environment.Any(variable => variable.Value.Length > 0 && IsConnection(variable.Key));

        bool IsConnection(string variable) =>
            variable
                .Replace("__", ":", StringComparison.Ordinal)
                .Equals($"ConnectionStrings:{service}-db", StringComparison.OrdinalIgnoreCase)
            || variable.Equals("DATABASE_URL", StringComparison.OrdinalIgnoreCase)
            || variable.Equals($"{name}_SERVICE_DATABASE_URL", StringComparison.OrdinalIgnoreCase)
            || variable.StartsWith($"{name}_SERVICE_DB_", StringComparison.OrdinalIgnoreCase)
            || (
                variable.StartsWith($"{name}_DB_", StringComparison.OrdinalIgnoreCase)
                && !variable.EndsWith("_SCHEMA", StringComparison.OrdinalIgnoreCase)
            );
    }
}
