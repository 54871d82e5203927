namespace Capsule.Auth;

/// <summary>How often doors may be tried.</summary>
internal static class Limits
{
    public const string SignIn = "sign-in";
    public const string Registration = "registration";
    public const string Token = "token";

    public static void AddLimits(this IHostApplicationBuilder builder) => builder
        .AddServiceLimit(SignIn, static limit => (limit.PerAddress, limit.PerAccount) = (100, 20))
        .AddServiceLimit(Registration, static limit => (limit.PerAddress, limit.PerAccount, limit.Window) = (100, 10, TimeSpan.FromMinutes(10)))
        .AddServiceLimit(Token, static limit => limit.PerAddress = 600);
}
