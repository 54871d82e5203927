namespace Capsule.Migrations;

/// <summary>A line of the lock file: a migration as it was when it was written.</summary>
/// <param name="Name">Version and description.</param>
/// <param name="Checksum">SHA-256 of its operations, in hexadecimal.</param>
/// <param name="Source">SHA-256 of its source file, ends of lines aside.</param>
/// <param name="Engine">The versions of EF Core and Npgsql that built the operations.</param>
internal sealed record LockedMigration(string Name, string Checksum, string Source, string Engine);
