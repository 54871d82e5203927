namespace Capsule.Data;

/// <summary>A script that cannot be split into statements: something is not closed, or it needs psql.</summary>
public sealed class SqlScriptException : FormatException
{
    private SqlScriptException(SqlScriptProblem problem, SqlPosition position, string text)
        : base($"line {position.Line}, column {position.Column}: {text}")
    {
        Problem = problem;
        (Offset, Line, Column) = position;
    }

    /// <summary>What is wrong.</summary>
    public SqlScriptProblem Problem { get; }

    /// <summary>The index of the character at which it begins.</summary>
    public int Offset { get; }

    /// <summary>Its line, from one.</summary>
    public int Line { get; }

    /// <summary>Its column, from one.</summary>
    public int Column { get; }

    internal static SqlScriptException Unclosed(SqlScriptProblem problem, ReadOnlySpan<char> sql, int offset, string what) =>
        At(problem, sql, offset, $"the {what} that begins here is not closed");

    internal static SqlScriptException At(SqlScriptProblem problem, ReadOnlySpan<char> sql, int offset, string text) =>
        new(problem, SqlPosition.First.To(sql, offset), text);
}
