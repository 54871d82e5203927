using System.Text.Json;

namespace Aspire.Hosting;

/// <summary>A profile of a project's launchSettings.json: the addresses, separated by semicolons, and the environment.</summary>
internal sealed record LaunchProfile(string? CommandName, string? ApplicationUrl, Dictionary<string, string>? EnvironmentVariables);

/// <summary>Reads a project's launchSettings.json.</summary>
internal static class LaunchProfiles
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNameCaseInsensitive = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>The named profile, else the preferred one, else the first that starts the project; null when there is none.</summary>
    /// <exception cref="DistributedApplicationException">The named profile is missing, or the file cannot be read.</exception>
    public static (string Name, LaunchProfile Profile)? Choose(string projectPath, string? named, string? preferred)
    {
        var profiles = Read(projectPath);
        if (named is not null)
        {
            return profiles.TryGetValue(named, out var found)
                ? (named, found)
                : throw new DistributedApplicationException($"Launch settings file does not contain '{named}' profile.");
        }

        if (preferred is not null && profiles.TryGetValue(preferred, out var known))
        {
            return (preferred, known);
        }

        var first = profiles.FirstOrDefault(p => string.Equals(p.Value.CommandName, "Project", StringComparison.OrdinalIgnoreCase));
        return first.Value is null ? null : (first.Key, first.Value);
    }

    private static Dictionary<string, LaunchProfile> Read(string projectPath)
    {
        var path = Path.Combine(Path.GetDirectoryName(projectPath)!, "Properties", "launchSettings.json");
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize<Settings>(file, Options)?.Profiles ?? [];
        }
        catch (JsonException exception)
        {
            throw new DistributedApplicationException($"Failed to get effective launch profile: {path} is malformed.", exception);
        }
    }

    private sealed record Settings(Dictionary<string, LaunchProfile>? Profiles);
}
