namespace Capsule.Data;

/// <summary>
/// Text from source files, free of what an editor or a checkout may change: line ends are LF, and there is no byte order mark.
/// </summary>
public static class SourceText
{
    private const char ByteOrderMark = '\uFEFF';

    /// <summary>Returns the text with its line ends as LF and without a byte order mark at its beginning.</summary>
    public static string Normalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.TrimStart(ByteOrderMark).ReplaceLineEndings("\n");
    }
}
