using System.Diagnostics;
using System.Globalization;

namespace Capsule.Bench.Auth;

/// <summary>One of the compared programs.</summary>
/// <param name="Name">The name in the output.</param>
/// <param name="RateAsync">Measures one round, in operations per second.</param>
/// <param name="Cpu">The CPU time of the measured process, so that the ratio excludes other processes.</param>
internal sealed record Side(string Name, Func<Task<double>> RateAsync, Func<TimeSpan>? Cpu = null);

/// <summary>
/// Runs the measurements in turn. Other load only makes a round slower, so the fastest round of each is the best estimate.
/// </summary>
internal static class Rounds
{
    /// <summary>Returns the fastest round of each side, after one warm-up round.</summary>
    public static async Task<double[]> FastestAsync(string what, int rounds, params Side[] sides)
    {
        var fastest = new double[sides.Length];
        var least = new double[sides.Length];
        for (var round = 0; round <= rounds; round++)
        {
            var rates = new List<string>();
            for (var i = 0; i < sides.Length; i++)
            {
                var (cpu, start) = (sides[i].Cpu?.Invoke() ?? default, Stopwatch.GetTimestamp());
                var rate = await sides[i].RateAsync();
                var each =
                    ((sides[i].Cpu?.Invoke() ?? default) - cpu).TotalMicroseconds / (rate * Stopwatch.GetElapsedTime(start).TotalSeconds);
                fastest[i] = round == 0 ? 0 : Math.Max(fastest[i], rate);
                least[i] = round <= 1 ? each : Math.Min(least[i], each);
                rates.Add(string.Create(CultureInfo.InvariantCulture, $"{sides[i].Name} {Rate(rate)}"));
            }

            Print($"{what}, {(round == 0 ? "warm-up" : $"round {round}")}: {string.Join(", ", rates)}");
        }

        if (sides.All(side => side.Cpu is not null))
        {
            Print(
                $"{what}, least CPU time of the process: {string.Join(", ", sides.Select((side, i) => string.Create(CultureInfo.InvariantCulture, $"{side.Name} {least[i]:F1} µs")))}"
            );
        }

        return fastest;
    }

    /// <summary>Prints the comparison of two rates, and returns whether the goal, if any, is met.</summary>
    public static bool Compare(string what, double rate, string limitName, double limit, double? goal = null)
    {
        var ratio = rate / limit;
        Print(
            $"{what}: {Rate(rate)} beside {Rate(limit)} of {limitName}: ratio {ratio:F2}{(goal is { } least ? $" (goal: at least {least.ToString(CultureInfo.InvariantCulture)})" : "")}"
        );
        return goal is null || ratio >= goal;
    }

    public static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private static string Rate(double rate) =>
        string.Create(CultureInfo.InvariantCulture, $"{rate.ToString(rate < 100 ? "F1" : "F0", CultureInfo.InvariantCulture)}/s");
}
