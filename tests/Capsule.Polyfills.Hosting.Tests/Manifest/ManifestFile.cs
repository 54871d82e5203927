using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Capsule.Polyfills.Hosting.Tests.Manifest;

/// <summary>Reads manifests for comparison.</summary>
internal static partial class ManifestFile
{
    public static JsonObject Resources(string path) => JsonNode.Parse(File.ReadAllText(path))!["resources"]!.AsObject();

    /// <summary>Removes the switch for Redis' TLS, which the official host writes and the polyfill has not.</summary>
    public static JsonObject WithoutRedisTls(this JsonObject resources)
    {
        foreach (var name in resources.Select(r => r.Key).Where(n => n.StartsWith("cond-redis-", StringComparison.Ordinal)).ToArray())
        {
            resources.Remove(name);
        }

        var redis = resources["redis"]!;
        redis["connectionString"] = Condition().Replace(redis["connectionString"]!.GetValue<string>(), "");
        return resources;
    }

    [GeneratedRegex(@"\{cond-redis-[^}]*\}")]
    private static partial Regex Condition();
}
