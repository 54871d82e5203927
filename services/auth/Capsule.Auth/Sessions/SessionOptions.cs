using Capsule.Data;

namespace Capsule.Auth.Sessions;

/// <summary>Settings of section <c>Auth:Sessions</c>.</summary>
public sealed class SessionOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Auth:Sessions";

    /// <summary>How long a session lasts without being used.</summary>
    public TimeSpan IdleLifetime { get; set; } = TimeSpan.FromDays(14);

    /// <summary>Maximum lifetime of a session.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>
    /// How long a client that missed the answer, or another tab, may present a replaced refresh token again. Two minutes, because browsers
    /// run the timers of background tabs only once a minute.
    /// </summary>
    public TimeSpan RepeatWindow { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a session is kept after it ended or expired.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    internal static RuntimeSetting RetentionSetting { get; } =
        RuntimeSetting.Period(
            $"{Section}:{nameof(Retention)}",
            "How long a session is kept after it ended or expired.",
            new SessionOptions().Retention,
            TimeSpan.FromDays(1),
            TimeSpan.FromDays(3650)
        );
}
