using System.Reflection;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary>A migration of the service, or a step of a library's schema, that the bundle was built with.</summary>
/// <param name="Name">
/// Version and description: as EF Core names a migration, or a library's step (<c>Capsule.Messaging/001_outbox</c>).
/// </param>
/// <param name="Type">
/// The migration's class; null for a library's step, and in what stands for a migration that the bundle does not have.
/// </param>
/// <param name="Checksum">
/// SHA-256 of what it does: as the lock file has it, unless its source was edited since; for a library's step of its file.
/// </param>
/// <param name="Step">The library's step.</param>
internal sealed record KnownMigration(string Name, TypeInfo? Type, string? Checksum, LibraryStep? Step = null)
{
    /// <summary>Its timestamp, or the library's name and the step's number.</summary>
    public string Version => Name.Split('_', 2)[0];

    /// <summary>Its name without the timestamp.</summary>
    public string Description => Name.Split('_', 2) is [_, var description] ? description : "";
}
