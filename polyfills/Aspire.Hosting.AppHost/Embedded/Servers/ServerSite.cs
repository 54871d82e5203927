namespace Aspire.Hosting.Embedded;

/// <summary>What a server is given to work with.</summary>
/// <param name="Resource">The resource's name.</param>
/// <param name="Port">The port of the loopback interface that it listens on.</param>
/// <param name="Volume">The name of its volume; null when its data need not stay.</param>
/// <param name="Folders">Where volumes have their folders.</param>
/// <param name="Ports">Where further ports come from.</param>
/// <param name="SearchPath">The only folders to look for programs in; empty for the usual ones.</param>
/// <param name="Log">Takes the lines that it writes, with true for standard error.</param>
/// <param name="Time">The clock.</param>
internal sealed record ServerSite(
    string Resource,
    int Port,
    string? Volume,
    DataFolders Folders,
    Ports Ports,
    IReadOnlyList<string> SearchPath,
    Action<string, bool> Log,
    TimeProvider Time)
{
    /// <summary>Takes what the user of the terminal should know.</summary>
    public Action<string> Announce { get; init; } = _ => { };

    /// <summary>Says something about the server that is not the server's own word: in its log and to the user.</summary>
    internal void Say(string text)
    {
        Log(text, false);
        Announce($"{Resource}: {text}");
    }

    /// <summary>The full path of one of the server's programs: in the given folders first, then on PATH; null when there is none.</summary>
    internal string? FindProgram(string name, params IEnumerable<string> folders) =>
        SearchPath.Count > 0
            ? SearchPath.Select(folder => Path.Combine(folder, name)).FirstOrDefault(Machine.IsThere)
            : folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(Machine.IsThere) ?? Machine.FindProgram(name);
}
