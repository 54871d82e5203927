using System.Reflection;

namespace Capsule.Migrations;

/// <summary>The source files of a bundle's migrations, which the build embeds in it.</summary>
internal static class MigrationSource
{
    private const string Prefix = "migrations/";

    /// <summary>SHA-256 of a migration's source; empty when it is not embedded.</summary>
    public static string Checksum(Assembly migrations, string name)
    {
        using var stream = migrations.GetManifestResourceStream($"{Prefix}{name}.cs");
        if (stream is null)
        {
            return "";
        }

        using var reader = new StreamReader(stream);
        return OperationsChecksum.Of(reader.ReadToEnd());
    }
}
