using System.Globalization;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>Describes why a step failed: the server's error, the statement and the position in it.</summary>
internal static class StepFailureText
{
    // A statement with thousands of rows is cut around the error.
    private const int MaxLength = 4000;

    /// <summary>Returns the description on one line.</summary>
    public static string Of(StepFailedException failure)
    {
        var server = failure.InnerException as PostgresException;
        var hint = server?.Hint is { } text ? $" ({text})" : "";
        var error = server is null ? failure.Message : $"{server.SqlState}: {server.MessageText}{hint}";
        var remark = failure.Remark is { } more ? $"; {more}" : "";
        return $"{error}{remark}{Where(failure, server?.Position ?? 0)}";
    }

    private static string Where(StepFailedException failure, int position)
    {
        if (failure.Statement is not { } statement)
        {
            return "";
        }

        var number = failure.Step.Statements.ToList().IndexOf(statement) + 1;
        var step = failure.Place.IsNoted ? $" of step {failure.Place.Index + 1}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"; in statement {number} of {failure.Step.Statements.Count}{step}{Position(statement.Text, position)}: {OneLine(statement.Text, position)}"
        );
    }

    private static string Position(string sql, int position)
    {
        if (position <= 0 || position > sql.Length)
        {
            return "";
        }

        var before = sql.AsSpan(0, IndexOf(sql, position));
        var line = before.Count('\n') + 1;
        var column = before.Length - before.LastIndexOf('\n');
        return string.Create(CultureInfo.InvariantCulture, $", line {line}, column {column}");
    }

    // PostgreSQL counts characters from one; .NET counts some of them as two.
    private static int IndexOf(string sql, int position)
    {
        var index = 0;
        for (var character = 1; character < position && index < sql.Length; character++)
        {
            index += char.IsHighSurrogate(sql[index]) ? 2 : 1;
        }

        return Math.Min(index, sql.Length);
    }

    private static string OneLine(string sql, int position)
    {
        var start = Math.Clamp(position - (MaxLength / 2), 0, Math.Max(0, sql.Length - MaxLength));
        var end = Math.Min(sql.Length, start + MaxLength);
        var line = string.Join(' ', sql[start..end].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return $"{(start > 0 ? "… " : "")}{line}{(end < sql.Length ? " …" : "")}";
    }
}
