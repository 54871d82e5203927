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
                "Requests from one client address in a window; 0 for any number.",
                Defaults.PerAddress,
                0,
                MaxRequests
            ),
            RuntimeSetting.Number(
                Key(nameof(LimitOptions.PerAccount)),
                "Requests for one account in a window; 0 for any number.",
                Defaults.PerAccount,
                0,
                MaxRequests
            ),
            RuntimeSetting.Period(
                Key(nameof(LimitOptions.Window)),
                "How long a window is.",
                Defaults.Window,
                TimeSpan.FromSeconds(1),
                MaxWindow
            ),
            RuntimeSetting.Number(
                Key(nameof(LimitOptions.ChallengeAfter)),
                "Failures in a window after which a challenge is asked for.",
                Defaults.ChallengeAfter,
                0,
                int.MaxValue
            ),
        ];

    private string Key(string property) => $"{LimitOptions.Section}:{Name}:{property}";
}
