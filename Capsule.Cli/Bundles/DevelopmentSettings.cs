using System.Text.Json;

namespace Capsule.Cli.Bundles;

/// <summary>The connections of the AppHost's development databases: <c>capsule.Development.json</c> in the checkout's root.</summary>
internal sealed class DevelopmentSettings
{
    /// <summary>The file's name.</summary>
    public const string FileName = "capsule.Development.json";

    private static readonly Dictionary<string, string> None = [];
    private readonly Dictionary<string, Dictionary<string, string>> _services;

    private DevelopmentSettings(Dictionary<string, Dictionary<string, string>> services) => _services = services;

    /// <summary>Reads the file; a checkout without the file has no defaults.</summary>
    /// <exception cref="CliException">The file is not a JSON object with an object of environment variables per service.</exception>
    public static DevelopmentSettings Read(string root)
    {
        var path = Path.Combine(root, FileName);
        try
        {
            return new DevelopmentSettings(
                File.Exists(path)
                    ? JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(File.ReadAllText(path)) ?? []
                    : []
            );
        }
        catch (JsonException exception)
        {
            throw new CliException(ExitCode.Configuration, $"{path} cannot be read: {exception.Message}");
        }
    }

    /// <summary>Returns the environment variables of a service's bundle; none for a service that is not in the file.</summary>
    public IReadOnlyDictionary<string, string> Variables(string service) => _services.GetValueOrDefault(service) ?? None;
}
