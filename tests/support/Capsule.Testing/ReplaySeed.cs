using System.Globalization;
using FsCheck;
using Microsoft.FSharp.Core;

namespace Capsule.Testing;

/// <summary>
/// Repeats a run of FsCheck that failed: <c>CAPSULE_TEST_SEED</c> holds the seed of two numbers and the size, as FsCheck prints them.
/// </summary>
public static class ReplaySeed
{
    /// <summary>Returns what to replay; null without the variable.</summary>
    public static FSharpOption<Replay>? Read()
    {
        var numbers = Environment.GetEnvironmentVariable("CAPSULE_TEST_SEED")?.Trim('(', ')').Split(',');
        return numbers is not { Length: >= 2 }
            ? null
            : FSharpOption<Replay>.Some(
                new Replay(
                    new Rnd(ulong.Parse(numbers[0], CultureInfo.InvariantCulture), ulong.Parse(numbers[1], CultureInfo.InvariantCulture)),
                    numbers.Length > 2 ? FSharpOption<int>.Some(int.Parse(numbers[2], CultureInfo.InvariantCulture)) : null
                )
            );
    }
}
