namespace Capsule.Data.Tests.Sql.Scripts.Psql;

/// <summary>
/// Random scripts are cut as psql cuts them. A failure names its seed; CAPSULE_TEST_SEED runs that one once more (docs/development.md).
/// </summary>
public sealed class PsqlTests
{
    private const int Batch = 250;

    [Fact]
    public Task Random_scripts_are_cut_as_psql_cuts_them() => CompareAsync(inputs: Batch);

    [Fact]
    [Trait("Category", "Soak")]
    public Task Ten_thousand_random_scripts_are_cut_as_psql_cuts_them() => CompareAsync(inputs: 10_000);

    private static async Task CompareAsync(int inputs)
    {
        Assert.SkipWhen(PsqlProgram.Missing is not null, PsqlProgram.Missing ?? "");
        var given = Environment.GetEnvironmentVariable("CAPSULE_TEST_SEED");
        var seed = given is null ? Environment.TickCount : int.Parse(given, provider: null);
        for (var first = 0; first < inputs; first += Batch)
        {
            var seeds = Enumerable.Range(first, given is null ? Batch : 1).Select(number => unchecked(seed + number)).ToList();
            var scripts = seeds.Select(Script).ToList();
            var queries = await PsqlProgram.SendAsync(scripts);
            for (var i = 0; i < scripts.Count; i++)
            {
                var difference = PsqlComparison.Split(scripts[i]).Difference(queries[i]);
                Assert.True(difference is null, $"seed {seeds[i]}: {difference}\nof the script\n{scripts[i]}");
            }
        }
    }

    // Every second script is made of pieces that fit together; nothing in it may be refused.
    private static string Script(int seed)
    {
        var random = new Random(seed);
        if (seed % 2 == 0)
        {
            return new TokenGenerator(random).Scrap();
        }

        var (script, statements) = new ScriptGenerator(random).Script();
        var split = PsqlComparison.Split(script);
        Assert.True(
            split.Refusal is null && split.Statements.Count == statements,
            $"seed {seed}: {split.Statements.Count} statements of {statements}, {split.Refusal?.Message}\n{script}"
        );
        return script;
    }
}
