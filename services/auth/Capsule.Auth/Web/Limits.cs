using Capsule.Web;

namespace Capsule.Auth.Web;

/// <summary>How often doors may be tried.</summary>
internal static class Limits
{
    public const string SignIn = "SignIn";
    public const string Registration = "Registration";
    public const string Token = "Token";
    public const string Introspection = "Introspection";
    public const string AccountEmails = "AccountEmails";

    /// <summary>All limits.</summary>
    public static IReadOnlyList<LimitPolicy> All { get; } =
    [
        new(SignIn, new() { PerAddress = 100, PerAccount = 20 }),
        new(Registration, new() { PerAddress = 100, PerAccount = 10, Window = TimeSpan.FromMinutes(10) }),
        new(Token, new() { PerAddress = 600 }),

        // By network; by account AccountTokenTable counts, without saying so to the caller.
        new(AccountEmails, new() { PerAddress = 30, PerAccount = 0, Window = TimeSpan.FromMinutes(10) }),

        // Programs answer no challenge.
        new(Introspection, new() { PerAddress = 3000, PerAccount = 3000, ChallengeAfter = int.MaxValue }),
    ];

    public static void AddLimits(this IHostApplicationBuilder builder)
    {
        foreach (var policy in All)
        {
            builder.AddServiceLimit(policy);
        }
    }
}
