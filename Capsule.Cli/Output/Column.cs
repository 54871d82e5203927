namespace Capsule.Cli.Output;

/// <summary>A column of a table of results.</summary>
/// <param name="Header">What stands above it.</param>
/// <param name="Property">The property of the document; the column is left out when no document has it.</param>
internal sealed record Column(string Header, string Property);
