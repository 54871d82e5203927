using Capsule.Data;

namespace Capsule.Auth.Accounts;

/// <summary>Settings of section <c>Auth:Accounts</c>.</summary>
public sealed class AccountOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Auth:Accounts";

    /// <summary>Whether users have to prove their e-mail address before they can sign in.</summary>
    public bool RequireVerifiedEmail { get; set; }

    /// <summary>Lifetime of the token in an e-mail that verifies or changes an address.</summary>
    public TimeSpan VerificationLifetime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Lifetime of the token in an e-mail that resets a password.</summary>
    public TimeSpan ResetLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Minimum time between two requested e-mails of the same kind to an account.</summary>
    public TimeSpan EmailInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Maximum number of e-mails of the same kind to an account within an hour.</summary>
    public int EmailsPerHour { get; set; } = 5;

    /// <summary>
    /// Minimum time of an answer that must not reveal whether an account exists; longer than the work for an existing account.
    /// </summary>
    public TimeSpan AnswerTime { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long after its closing an account is made anonymous, so that its address can be used again.</summary>
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
