using System.Globalization;
using System.Text.RegularExpressions;

namespace Capsule.Data;

/// <summary>
/// A step of a library's schema: an SQL file <c>001_what.sql</c>, in which <c>{schema}</c> stands for the quoted schema name. Lines that
/// begin with <c>-- capsule:</c> are directives: <c>undo</c> begins the SQL that reverts the step; <c>outside a transaction</c> precedes
/// one statement that cannot run in a transaction, and <c>in a transaction</c> ends it; <c>allow RULE because REASON</c> suppresses a lint
/// rule.
/// </summary>
public sealed partial class LibraryStep
{
    private const string Directive = "-- capsule:";

    private LibraryStep(string name, string text)
    {
        Name = name;
        Text = text;
        Number = FileName().Match(name) is { Success: true } match
            ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException(
                $"{name}.sql: the name of a step is three digits, an underscore, and a description in snake_case."
            );
    }

    /// <summary>The library's name, the number and the description: <c>Capsule.Messaging/001_outbox</c>.</summary>
    public string Name { get; }

    /// <summary>The step's number within its library, starting at 1.</summary>
    public int Number { get; }

    /// <summary>The text of the whole file.</summary>
    public string Text { get; }

    /// <summary>The commands that apply the step.</summary>
    public IReadOnlyList<LibraryCommand> Up { get; private set; } = [];

    /// <summary>The commands that revert the step; null when the step cannot be reverted.</summary>
    public IReadOnlyList<LibraryCommand>? Undo { get; private set; }

    /// <summary>The lint rules that the step suppresses, each with its reason.</summary>
    public IReadOnlyList<(string Rule, string Reason)> Allowed { get; private set; } = [];

    /// <summary>Reads a step from the text of its file.</summary>
    /// <exception cref="InvalidOperationException">The step's name or a directive is invalid.</exception>
    internal static LibraryStep Parse(string name, string text)
    {
        var step = new LibraryStep(name, text);
        var commands = new List<LibraryCommand>();
        var lines = new List<string>();
        var allowed = new List<(string, string)>();
        var isTransactional = true;
        foreach (var line in SourceText.Normalize(text).Split('\n'))
        {
            if (!line.StartsWith(Directive, StringComparison.Ordinal))
            {
                lines.Add(line);
                continue;
            }

            if (Allow().Match(line) is { Success: true } allow)
            {
                allowed.Add((allow.Groups[1].Value, allow.Groups[2].Value));
                continue;
            }

            Flush();
            switch (line[Directive.Length..].Trim())
            {
                case "undo" when step.Undo is null:
                    step.Up = [.. commands];
                    step.Undo = [];
                    commands.Clear();
                    isTransactional = true;
                    break;
                case "outside a transaction":
                    isTransactional = false;
                    break;
                case "in a transaction":
                    isTransactional = true;
                    break;
                default:
                    throw new InvalidOperationException($"{name}.sql: \"{line}\" is not a directive.");
            }
        }

        Flush();
        step.Allowed = allowed;
        return step.Complete([.. commands]);

        void Flush()
        {
            if (lines.Exists(line => line.Trim() is { Length: > 0 } sql && !sql.StartsWith("--", StringComparison.Ordinal)))
            {
                commands.Add(new LibraryCommand(string.Join('\n', lines).Trim(), isTransactional));
            }

            lines.Clear();
        }
    }

    private LibraryStep Complete(IReadOnlyList<LibraryCommand> last)
    {
        if (Undo is null)
        {
            Up = last;
        }
        else
        {
            Undo = last;
        }

        return Up.Count > 0 ? this : throw new InvalidOperationException($"{Name}.sql: the step does nothing.");
    }

    [GeneratedRegex(@"/([0-9]{3})_[a-z0-9]+(_[a-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex FileName();

    [GeneratedRegex(@"^-- capsule: *allow ([a-z-]+) because (\S.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Allow();
}
