namespace Capsule.Cli.Scaffolding;

/// <summary>A scaffolded migration.</summary>
/// <param name="Service">The service.</param>
/// <param name="Migration">The migration's name with its timestamp.</param>
/// <param name="Files">The files that were written, relative to the checkout.</param>
internal sealed record AddedMigration(string Service, string Migration, IReadOnlyList<string> Files);
