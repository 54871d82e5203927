using System.Reflection;

namespace Capsule.Data;

/// <summary>The migrations that a service was built with.</summary>
public static class ExpectedMigrations
{
    private const string Prefix = "Capsule.Migration:";

    /// <summary>
    /// Returns the names in <paramref name="assembly"/>'s metadata, oldest first; the build generates them from the bundle's files.
    /// </summary>
    public static IReadOnlyList<string> Of(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);

        return
        [
            .. assembly
                .GetCustomAttributes<AssemblyMetadataAttribute>()
                .Where(data => data.Key.StartsWith(Prefix, StringComparison.Ordinal))
                .Select(data => data.Key[Prefix.Length..])
                .Order(StringComparer.Ordinal),
        ];
    }
}
