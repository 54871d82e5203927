namespace Capsule.Cli.Bundles;

/// <summary>The environment that a service's bundle gets.</summary>
internal sealed class BundleEnvironment(CliHost host, IBundleSource source, string? environmentName, string? connection)
{
    private const string Development = "Development";

    private string? EnvironmentName => environmentName ?? host.Variable("DOTNET_ENVIRONMENT") ?? host.Variable("ASPNETCORE_ENVIRONMENT");

    /// <summary>
    /// This process's environment, with what the command line gave; with the development defaults only when neither says where the
    /// database is and nothing says that this is another environment than Development.
    /// </summary>
    public IReadOnlyDictionary<string, string> Of(string service)
    {
        var variables = host.Environment.ToDictionary(StringComparer.Ordinal);
        if (environmentName is not null)
        {
            variables["DOTNET_ENVIRONMENT"] = environmentName;
        }

        // An assembly's executable finds its runtime by it where .NET is in a folder of its own.
        if (Processes.DotnetProgram.Root is { } root)
        {
            variables.TryAdd("DOTNET_ROOT", root);
        }

        if (connection is not null)
        {
            // Not on the bundle's command line, which every user of the machine can read.
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

    /// <summary>
    /// Whether any of the ways in which a service finds its database is begun; half of one is the bundle's to complain about.
    /// </summary>
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
