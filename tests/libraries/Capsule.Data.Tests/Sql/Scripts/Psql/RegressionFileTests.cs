using System.Text.RegularExpressions;

namespace Capsule.Data.Tests.Sql.Scripts.Psql;

/// <summary>
/// PostgreSQL's own test scripts are cut as psql cuts them. CAPSULE_PG_REGRESS names the folder with them: <c>src/test/regress/sql</c> of
/// its source.
/// </summary>
public sealed partial class RegressionFileTests
{
    private const string Variable = "CAPSULE_PG_REGRESS";

    [Fact]
    public async Task Regression_files_of_PostgreSQL_are_cut_as_psql_cuts_them()
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(folder), $"{Variable} does not name the folder with PostgreSQL's regression scripts.");
        Assert.SkipWhen(PsqlProgram.Missing is not null, PsqlProgram.Missing ?? "");
        var files = Directory.GetFiles(folder!, "*.sql").Order(StringComparer.Ordinal).ToList();
        var scripts = files.Select(file => WithoutPsqlSyntax(File.ReadAllText(file))).ToList();

        var queries = await PsqlProgram.SendAsync(scripts);

        var splits = scripts.Select(PsqlComparison.Split).ToList();
        var differences = files
            .Select((file, i) => (Name: Path.GetFileName(file), Text: splits[i].Difference(queries[i]) ?? Refusal(splits[i], file)))
            .Where(difference => difference.Text is not null)
            .Select(difference => $"{difference.Name}: {difference.Text}")
            .ToList();
        Assert.True(differences.Count == 0, string.Join("\n\n", differences));
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{files.Count} files, {splits.Sum(split => split.Statements.Count)} statements, {scripts.Sum(text => text.Length)} characters"
        );
    }

    // The branches that \if leaves out need not be SQL.
    private static string? Refusal(PsqlComparison split, string file) =>
        File.ReadAllText(file).Contains("\\if ", StringComparison.Ordinal) ? null : split.Refusal?.Message;

    // The rest of the script stays worth comparing when each command, variable and COPY of psql has been taken out.
    private static string WithoutPsqlSyntax(string script)
    {
        while (PsqlComparison.Split(script).Refusal is { } refusal)
        {
            var rest = script[refusal.Offset..];
            var replaced = refusal.Problem switch
            {
                SqlScriptProblem.MetaCommand => rest.StartsWith("\\;", StringComparison.Ordinal)
                    ? rest[1..]
                    : Command().Replace(rest, "", count: 1),
                SqlScriptProblem.Variable => rest[1..],
                SqlScriptProblem.ClientCopy => Copy().Replace(rest, "", count: 1),
                _ => rest,
            };
            if (replaced.Length == rest.Length)
            {
                break;
            }

            script = script[..refusal.Offset] + replaced;
        }

        return script;
    }

    [GeneratedRegex(@"\A\\.*")]
    private static partial Regex Command();

    // Its rows end with a line of their own.
    [GeneratedRegex(@"\A[^;]*;(?:.*\n(?s:.*?)^\\\.$)?", RegexOptions.Multiline)]
    private static partial Regex Copy();
}
