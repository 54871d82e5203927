using Capsule.Web;

namespace Capsule.Auth.Web;

/// <summary>The rate limits of endpoints that anybody may call, by name.</summary>
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
        new(
            Registration,
            new()
            {
                PerAddress = 100,
                PerAccount = 10,
                Window = TimeSpan.FromMinutes(10),
            }
        ),
        new(Token, new() { PerAddress = 600 }),
        // Counts by network only: AccountTokenTable counts by account and does not tell the caller.
        new(
            AccountEmails,
            new()
            {
                PerAddress = 30,
                PerAccount = 0,
                Window = TimeSpan.FromMinutes(10),
            }
        ),
        // No challenge, because the callers are programs.
        new(
            Introspection,
            new()
            {
                PerAddress = 3000,
                PerAccount = 3000,
                ChallengeAfter = int.MaxValue,
            }
        ),
    ];

    public static void AddLimits(this IHostApplicationBuilder builder)
    {
        foreach (var policy in All)
        {
            builder.AddServiceLimit(policy);
        }
    }
}
