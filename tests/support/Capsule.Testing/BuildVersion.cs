using System.Reflection;
using System.Security.Cryptography;

namespace Capsule.Testing;

/// <summary>Tells one build of the code from another.</summary>
internal static class BuildVersion
{
    /// <summary>A short hash of <paramref name="assembly"/> and of every Capsule assembly that it uses, directly or not.</summary>
    public static string Of(Assembly assembly)
    {
        var found = new SortedDictionary<string, Guid>(StringComparer.Ordinal);
        var open = new Queue<Assembly>([assembly]);
        while (open.TryDequeue(out var next))
        {
            if (found.TryAdd(next.FullName!, next.ManifestModule.ModuleVersionId))
            {
                var references = next.GetReferencedAssemblies().Where(name => name.Name!.StartsWith("Capsule.", StringComparison.Ordinal));
                references.Select(Assembly.Load).ToList().ForEach(open.Enqueue);
            }
        }

        var bytes = found.Values.SelectMany(version => version.ToByteArray()).ToArray();
        return Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
    }
}
