using Capsule.Data;

namespace Capsule.Web;

/// <summary>
/// A request limit: its name, and its default numbers when neither the configuration nor <c>service_settings</c> sets others.
/// </summary>
/// <param name="Name">The policy's name, as in section <c>Limits:NAME</c>.</param>
/// <param name="Defaults">The default numbers.</param>
public sealed record LimitPolicy(string Name, LimitOptions Defaults)
{
    private const int MaxRequests = 1_000_000;
    private static readonly TimeSpan MaxWindow = TimeSpan.FromDays(1);

    /// <summary>The policy's settings, which operators may change at run time.</summary>
    public IReadOnlyList<RuntimeSetting> Settings =>
        [
            RuntimeSetting.Number(
                Key(nameof(LimitOptions.PerAddress)),
                "Maximum number of requests per client address and window; 0 for no limit.",
                Defaults.PerAddress,
                0,
                MaxRequests
            ),
            RuntimeSetting.Number(
                Key(nameof(LimitOptions.PerAccount)),
                "Maximum number of requests per account and window; 0 for no limit.",
                Defaults.PerAccount,
                0,
                MaxRequests
            ),
            RuntimeSetting.Period(
                Key(nameof(LimitOptions.Window)),
                "Length of a window.",
                Defaults.Window,
                TimeSpan.FromSeconds(1),
                MaxWindow
            ),
            RuntimeSetting.Number(
                Key(nameof(LimitOptions.ChallengeAfter)),
                "Failures per window after which a challenge is required.",
                Defaults.ChallengeAfter,
                0,
                int.MaxValue
            ),
        ];

    private string Key(string property) => $"{LimitOptions.Section}:{Name}:{property}";
}
