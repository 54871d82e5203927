namespace Aspire.Hosting.Embedded;

/// <summary>What to start and as whom.</summary>
internal sealed record ChildStart(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>The folder that the program starts in.</summary>
    public string WorkingDirectory { get; init; } = "/";

    /// <summary>Variables on top of the AppHost's own; null takes one away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>The account to run as; null for the AppHost's own.</summary>
    public LocalUser? User { get; init; }
}
