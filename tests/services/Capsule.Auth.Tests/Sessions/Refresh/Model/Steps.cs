using FsCheck;
using FsCheck.Fluent;

namespace Capsule.Auth.Tests.Sessions.Refresh.Model;

/// <summary>Sequences of steps, and how they get shorter.</summary>
internal static class Steps
{
    private const int Longest = 30;

    /// <summary>
    /// How much time passes at once: within the window and past it, some of a session's life, and more than it lasts unused.
    /// </summary>
    public static readonly TimeSpan[] Times =
    [
        TimeSpan.FromMinutes(20),
        TimeSpan.FromMinutes(40),
        TimeSpan.FromMinutes(80),
        TimeSpan.FromDays(5),
        TimeSpan.FromDays(13),
        TimeSpan.FromDays(15),
    ];

    private static readonly Gen<int> Which = Gen.Choose(0, 9);

    private static readonly Gen<Age> Ages = Gen.Frequency(
        (10, Gen.Constant(Age.Present)),
        (6, Gen.Constant(Age.Parent)),
        (2, Gen.Constant(Age.Older)),
        (1, Gen.Constant(Age.Forged))
    );

    private static readonly Gen<Step> Refreshes = Of((age, which) => new Step.Refresh(age, which));

    // What ends a session is rare, so that there is something to end.
    private static readonly Gen<Step> Requests = Gen.Frequency(
        (40, Refreshes),
        (4, Of((age, which) => new Step.Ask(age, which))),
        (1, Of((age, which) => new Step.GiveBack(age, which))),
        (1, Gen.Constant<Step>(new Step.End())),
        (1, Gen.Constant<Step>(new Step.EndOthers()))
    );

    private static readonly Gen<Step> All = Gen.Frequency(
        (60, Requests),
        (
            14,
            Requests.Zip(
                Gen.Frequency((12, Requests), (1, Gen.Constant<Step>(new Step.ChangePassword()))),
                (one, other) => (Step)new Step.Together(one, other)
            )
        ),
        (
            12,
            Gen.Frequency((6, Gen.Elements(Times[..3])), (2, Gen.Elements(Times[3..5])), (1, Gen.Constant(Times[5])))
                .Select(time => (Step)new Step.Pass(time))
        ),
        (2, Gen.Frequency((1, Gen.Constant(false)), (2, Gen.Constant(true))).Select(active => (Step)new Step.SetActive(active))),
        (1, Gen.Constant<Step>(new Step.ChangePassword())),
        (1, Ages.Zip(Gen.Choose(60, 120), (age, times) => (Step)new Step.Repeat(age, 0, times)))
    );

    // What chance alone brings together too seldom: a parent that comes back when its time is over, or not yet.
    private static readonly Gen<Step[]> LateParent = Gen.Elements(Times[..3])
        .Zip(Which, Step[] (time, which) => [new Step.Refresh(Age.Present, 0), new Step.Pass(time), new Step.Refresh(Age.Parent, which)]);

    public static Arbitrary<Step[]> Sequences { get; } =
        Arb.From(
            Gen.Choose(1, Longest)
                .SelectMany(length => Gen.ArrayOf(Gen.Frequency((15, All.Select(Step[] (step) => [step])), (1, LateParent)), length))
                .Select(parts => parts.SelectMany(static part => part).ToArray()),
            Shorter
        );

    private static Gen<Step> Of(Func<Age, int, Step> make) => Ages.Zip(Which, make);

    private static IEnumerable<Step[]> Shorter(Step[] steps)
    {
        for (var half = steps.Length / 2; half > 1; half /= 2)
        {
            yield return steps[..half];
            yield return steps[half..];
        }

        for (var i = 0; i < steps.Length; i++)
        {
            yield return [.. steps[..i], .. steps[(i + 1)..]];
            foreach (var simpler in Simpler(steps[i]))
            {
                yield return [.. steps[..i], simpler, .. steps[(i + 1)..]];
            }
        }
    }

    private static IEnumerable<Step> Simpler(Step step) =>
        step switch
        {
            Step.Together both => [both.One, both.Other],
            Step.Repeat { Times: > 1 } repeat => [repeat with { Times = repeat.Times / 2 }],
            Step.Refresh { Which: > 0 } refresh => [refresh with { Which = 0 }],
            _ => [],
        };
}
