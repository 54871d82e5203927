namespace Capsule.Data;

/// <summary>A place in a script. Lines end with a line feed; lines and columns count from one, columns in UTF-16 characters.</summary>
internal readonly record struct SqlPosition(int Offset, int Line, int Column)
{
    /// <summary>The first character of a script.</summary>
    public static SqlPosition First { get; } = new(Offset: 0, Line: 1, Column: 1);

    /// <summary>Returns the place of the character at <paramref name="offset"/>, which is not before this one.</summary>
    public SqlPosition To(ReadOnlySpan<char> sql, int offset)
    {
        var between = sql[Offset..offset];
        var column = between.LastIndexOf('\n') is >= 0 and var lineBreak ? between.Length - lineBreak : Column + between.Length;
        return new SqlPosition(offset, Line + between.Count('\n'), column);
    }
}
