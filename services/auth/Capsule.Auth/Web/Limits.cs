namespace Capsule.Auth.Web;

/// <summary>The rate limits of endpoints that anybody may call, by name.</summary>
internal static class Limits
{
    public const string SignIn = "SignIn";
    public const string Registration = "Registration";
    public const string Token = "Token";
    public const string Introspection = "Introspection";
    public const string AccountEmails = "AccountEmails";

    public static void AddLimits(this IHostApplicationBuilder builder) => builder
        .AddServiceLimit(SignIn, static limit => (limit.PerAddress, limit.PerAccount) = (100, 20))
        .AddServiceLimit(Registration, static limit => (limit.PerAddress, limit.PerAccount, limit.Window) = (100, 10, TimeSpan.FromMinutes(10)))
        .AddServiceLimit(Token, static limit => limit.PerAddress = 600)

        // Counts by network only: AccountTokenTable counts by account and does not tell the caller.
        .AddServiceLimit(AccountEmails, static limit => (limit.PerAddress, limit.PerAccount, limit.Window) = (30, 0, TimeSpan.FromMinutes(10)))

        // No challenge, because the callers are programs.
        .AddServiceLimit(Introspection, static limit => (limit.PerAddress, limit.PerAccount, limit.ChallengeAfter) = (3000, 3000, int.MaxValue));
}
