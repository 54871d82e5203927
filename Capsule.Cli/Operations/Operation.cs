using Capsule.Cli.Output;

namespace Capsule.Cli.Operations;

/// <summary>Something that the bundles do: a line of the table of commands.</summary>
/// <param name="Group">The command's group: <c>db</c>, <c>backup</c>, <c>messages</c>, or a service for what its bundle alone does.</param>
/// <param name="Name">The command's name.</param>
/// <param name="Description">In a sentence.</param>
internal sealed record Operation(string Group, string Name, string Description)
{
    /// <summary>The command as it is written.</summary>
    public string FullName => $"{Group} {Name}";

    /// <summary>Its options beside those that every command has.</summary>
    public IReadOnlyList<OperationOption> Options { get; init; } = [];

    /// <summary>How its results are shown.</summary>
    public IResultView View { get; init; } = new DocumentView();

    /// <summary>What a bundle is started with.</summary>
    public IReadOnlyList<string> BundleCommand => Group == "db" || OnlyService is not null ? [Name] : [Group, Name];

    /// <summary>The one service whose bundle does it; null when all do.</summary>
    public string? OnlyService { get; init; }
}
