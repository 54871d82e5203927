using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Capsule.Migrations.Tests.Scripted;

namespace Capsule.Migrations.Tests.Engine.Model;

/// <summary>Runs a schedule of commands, and after each compares what the history says with what the steps did.</summary>
internal sealed class ModelRun(ScriptedRun run)
{
    private const string Setup = """
        create table public.effects (migration int, step int, edition int, effect int, id int generated always as identity);
        create table public.faults (migration int, step int, kind text);
        create function public.run(m int, s int, e int, d int) returns void language plpgsql as $$
        declare fault text := (select max(kind) from public.faults where migration = m and step = s);
        begin
            insert into public.effects values (m, s, e, d);
            if fault = 'Fail' then raise exception 'fault of step % of migration %', s, m; end if;
            if fault = 'Kill' then perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(10); end if;
        end $$;
        """;

    private readonly ModelBundle _bundle = new();
    private readonly HashSet<int> _blessed = [];

    /// <summary>Runs a schedule, then puts everything right by what the refusals say.</summary>
    public static async Task RunAsync(IReadOnlyList<Command> commands)
    {
        await using var run = await ScriptedRun.CreateAsync();
        await run.ExecuteAsync(Setup);
        var model = new ModelRun(run);
        foreach (var command in commands)
        {
            await model.DoAsync(command);
            await model.CheckAsync($"{string.Join(", ", commands)}: after {command}");
        }

        await model.FinishAsync(string.Join(", ", commands));
    }

    private async Task DoAsync(Command command)
    {
        switch (command.Kind)
        {
            case CommandKind.Migrate:
                await InvokeAsync("migrate");
                break;
            case CommandKind.Undo:
                await InvokeAsync("undo");
                break;
            case CommandKind.Repair:
                await RepairAsync();
                break;
            case CommandKind.Edit:
                _bundle.Edit(command.Migration, command.Step);
                break;
            case CommandKind.Revert:
                _bundle.Revert();
                break;
            case CommandKind.Rename:
                _bundle.Rename(command.Migration);
                break;
            case CommandKind.Fail or CommandKind.Kill:
                await run.ExecuteAsync($"insert into public.faults values ({command.Migration}, {command.Step}, '{command.Kind}')");
                break;
            default:
                await run.ExecuteAsync("delete from public.faults");
                break;
        }
    }

    // Repair declares what it finds right: what it took over was applied in another edition than the bundle's.
    private async Task RepairAsync()
    {
        foreach (var (migration, state, _) in await StatesAsync())
        {
            if (state == "outdated")
            {
                _blessed.Add(migration);
            }
        }

        Assert.Equal(BundleExitCode.Success, (await InvokeAsync("repair")).Code);
    }

    private async Task<(BundleExitCode Code, string Text)> InvokeAsync(string command)
    {
        run.Use(_bundle.Migrations);
        var (code, output, error) = await run.InvokeAsync(command);
        if (code != BundleExitCode.Success)
        {
            Assert.True(code is BundleExitCode.Findings or BundleExitCode.MigrationFailed, $"{command}: {code}: {error}");
            Assert.Matches("2026010[123]000000_[AB]", error);
            Assert.Matches(
                "[Rr]un |Put the edit|was rolled back|goes on from there|in its first step|stays|nothing to undo|restore its name",
                error
            );
        }

        return (code, output + error);
    }

    private async Task CheckAsync(string when)
    {
        run.Use(_bundle.Migrations);
        var effects = await EffectsAsync();
        foreach (var (migration, state, stepsDone) in await StatesAsync())
        {
            var steps = ModelBundle.Shapes[migration].Length;
            var expected = Enumerable
                .Range(0, steps)
                .Select(step =>
                    state switch
                    {
                        "success" or "outOfOrder" or "outdated" => 1,
                        "missing" => step < steps - (stepsDone ?? 0) ? 1 : 0,
                        "renamed" when stepsDone is null => 1,
                        "failed" or "renamed" => step < stepsDone ? 1 : 0,
                        "halfUndone" => step < steps - stepsDone ? 1 : 0,
                        _ => 0,
                    }
                );
            var actual = Enumerable.Range(0, steps).Select(step => effects.GetValueOrDefault((migration, step)).Sum);
            Assert.True(expected.SequenceEqual(actual), $"{when}: migration {migration} is {state} ({stepsDone}), but {Text(actual)}");
            if (state is "success" or "outOfOrder" && !_blessed.Contains(migration))
            {
                var editions = Enumerable.Range(0, steps).Select(step => effects[(migration, step)].Edition);
                Assert.True(
                    editions.SequenceEqual(Enumerable.Range(0, steps).Select(step => _bundle.Edition(migration, step))),
                    $"{when}: migration {migration} is {state}, but in edition {Text(editions)}"
                );
            }

            if (effects.Values.All(_ => state is "pending" or "undone"))
            {
                _blessed.Remove(migration);
            }
        }
    }

    private async Task FinishAsync(string commands)
    {
        await run.ExecuteAsync("delete from public.faults");
        var (code, text) = (BundleExitCode.Findings, "");
        for (var attempt = 0; attempt < 10 && code != BundleExitCode.Success; attempt++)
        {
            (code, text) = await InvokeAsync("migrate");
            if (text.Contains("half undone", StringComparison.Ordinal))
            {
                await InvokeAsync("undo");
            }
            else if (text.Contains("has committed it", StringComparison.Ordinal))
            {
                _bundle.Revert();
            }
            else if (Regex.Match(text, "2026010([123])000000_[AB] has the same version") is { Success: true } conflict)
            {
                _bundle.Rename(int.Parse(conflict.Groups[1].Value, CultureInfo.InvariantCulture) - 1);
            }
            else if (code != BundleExitCode.Success)
            {
                await RepairAsync();
            }
        }

        Assert.True(code == BundleExitCode.Success, $"{commands}: in the end: {text}");
        await CheckAsync($"{commands}: in the end");
        Assert.All((await EffectsAsync()).Values, effect => Assert.Equal(1, effect.Sum));
    }

    private async Task<Dictionary<(int Migration, int Step), (int Sum, int Edition)>> EffectsAsync()
    {
        var rows = await run.AskAsync<string>(
            """
            select coalesce(jsonb_agg(jsonb_build_array(migration, step, effect, edition)), '[]')::text from (
                select migration, step, sum(effect) as effect,
                       (array_agg(edition order by id desc) filter (where effect = 1))[1] as edition
                  from public.effects group by migration, step) e
            """
        );
        return JsonSerializer.Deserialize<int[][]>(rows!)!.ToDictionary(row => (row[0], row[1]), row => (row[2], row[3]));
    }

    private async Task<IReadOnlyList<(int Migration, string State, int? StepsDone)>> StatesAsync()
    {
        run.Use(_bundle.Migrations);
        var (_, output, error) = await run.InvokeAsync("info", "--json");
        Assert.True(output.Length > 0, error);
        using var document = JsonDocument.Parse(output);
        return
        [
            .. document
                .RootElement.GetProperty("migrations")
                .EnumerateArray()
                .Select(one =>
                    (
                        one.GetProperty("version").GetString()![7] - '1',
                        one.GetProperty("state").GetString()!,
                        one.TryGetProperty("stepsDone", out var done) && done.ValueKind == JsonValueKind.Number
                            ? done.GetInt32()
                            : (int?)null
                    )
                )
                .GroupBy(one => one.Item1)
                .Select(group => group.OrderBy(one => one.Item2 is "pending" or "undone" or "deleted").First()),
        ];
    }

    private static string Text(IEnumerable<int> numbers) => string.Join(' ', numbers);
}
