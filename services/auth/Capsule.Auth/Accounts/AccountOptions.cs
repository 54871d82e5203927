using Capsule.Data;

namespace Capsule.Auth.Accounts;

/// <summary>Settings of section <c>Auth:Accounts</c>.</summary>
public sealed class AccountOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Auth:Accounts";

    /// <summary>Whether only those sign in who proved that their e-mail address is theirs.</summary>
    public bool RequireVerifiedEmail { get; set; }

    /// <summary>How long an address can be verified, or changed, with the token of an e-mail.</summary>
    public TimeSpan VerificationLifetime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long a password can be reset with the token of an e-mail.</summary>
    public TimeSpan ResetLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long an account gets no other e-mail of the same kind after one that somebody asked for.</summary>
    public TimeSpan EmailInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many e-mails of the same kind an account gets within an hour.</summary>
    public int EmailsPerHour { get; set; } = 5;

    /// <summary>
    /// How long an answer takes at least that must not tell whether there is an account: longer than the work that is done where there is
    /// one.
    /// </summary>
    public TimeSpan AnswerTime { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>When a closed account is made anonymous, and its address can be used again.</summary>
    public TimeSpan AnonymiseAfter { get; set; } = TimeSpan.FromDays(30);

    internal static RuntimeSetting AnonymiseAfterSetting { get; } =
        RuntimeSetting.Period(
            $"{Section}:{nameof(AnonymiseAfter)}",
            "How long a closed account keeps its name and address.",
            new AccountOptions().AnonymiseAfter,
            TimeSpan.FromHours(1),
            TimeSpan.FromDays(3650)
        );
}
