using Capsule.Cli.Output;
using Capsule.Migrations;

namespace Capsule.Cli.Operations;

/// <summary>Something that the bundles do: a line of the table of commands.</summary>
/// <param name="Group">The command's group: <c>db</c>, <c>backup</c>, <c>messages</c>, or a service for what its bundle alone does.</param>
/// <param name="Definition">The bundles' command line.</param>
/// <param name="View">How its results are shown.</param>
internal sealed record Operation(string Group, CommandDefinition Definition, IResultView View)
{
    /// <summary>The command's name.</summary>
    public string Name => Definition.Name;

    /// <summary>The command as it is written.</summary>
    public string FullName => $"{Group} {Name}";

    /// <summary>An option of a folder, in which each service gets a file; null for none.</summary>
    public FolderOption? Folder { get; init; }

    /// <summary>What a bundle is started with.</summary>
    public IReadOnlyList<string> BundleCommand => Group == "db" || OnlyService is not null ? [Name] : [Group, Name];

    /// <summary>The one service whose bundle does it; null when all do.</summary>
    public string? OnlyService { get; init; }
}
