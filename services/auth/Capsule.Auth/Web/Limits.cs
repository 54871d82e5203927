namespace Capsule.Auth.Web;

/// <summary>How often doors may be tried.</summary>
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

        // By network; by account AccountTokenTable counts, without saying so to the caller.
        .AddServiceLimit(AccountEmails, static limit => (limit.PerAddress, limit.PerAccount, limit.Window) = (30, 0, TimeSpan.FromMinutes(10)))

        // Programs answer no challenge.
        .AddServiceLimit(Introspection, static limit => (limit.PerAddress, limit.PerAccount, limit.ChallengeAfter) = (3000, 3000, int.MaxValue));
}
