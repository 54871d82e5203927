using System.Reflection;

namespace Capsule.Migrations;

/// <summary>A migration that the bundle was built with.</summary>
/// <param name="Name">Version and description, as EF Core names it.</param>
/// <param name="Type">Its class; null in what stands for a migration that the bundle does not have.</param>
/// <param name="Checksum">SHA-256 of what it does: as the lock file has it, unless its source was edited since.</param>
internal sealed record KnownMigration(string Name, TypeInfo? Type, string? Checksum)
{
    /// <summary>Its timestamp.</summary>
    public string Version => Name.Split('_', 2)[0];

    /// <summary>Its name without the timestamp.</summary>
    public string Description => Name.Split('_', 2) is [_, var description] ? description : "";
}
