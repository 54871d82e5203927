using Capsule.Auth.Accounts;
using Capsule.Auth.Accounts.Closing;
using Capsule.Auth.Accounts.EmailAddresses;
using Capsule.Auth.Accounts.Passwords;
using Capsule.Auth.Accounts.Profile;
using Capsule.Auth.Accounts.Registration;
using Capsule.Auth.Accounts.Tokens;
using Capsule.Auth.Accounts.TwoFactor;
using Capsule.Auth.Cleanup;

namespace Capsule.Auth;

/// <summary>Registers the area Accounts: the self-service of users for their own accounts.</summary>
internal static class AccountExtensions
{
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services
            .AddOptions<AccountOptions>()
            .BindConfiguration(AccountOptions.Section)
            .Validate(
                accounts => accounts.VerificationLifetime > TimeSpan.Zero,
                "Auth:Accounts:VerificationLifetime must be more than zero."
            )
            .Validate(accounts => accounts.ResetLifetime > TimeSpan.Zero, "Auth:Accounts:ResetLifetime must be more than zero.")
            .Validate(accounts => accounts.EmailInterval >= TimeSpan.Zero, "Auth:Accounts:EmailInterval must not be negative.")
            .Validate(accounts => accounts.EmailsPerHour > 0, "Auth:Accounts:EmailsPerHour must be more than zero.")
            .Validate(
                accounts => accounts.AnswerTime >= TimeSpan.Zero && accounts.AnswerTime <= TimeSpan.FromSeconds(10),
                "Auth:Accounts:AnswerTime must be from 0 to 10 seconds."
            )
            .Validate(accounts => accounts.AnonymiseAfter >= TimeSpan.Zero, "Auth:Accounts:AnonymiseAfter must not be negative.")
            .ValidateOnStart();
        return services
            .AddSingleton<SteadyAnswer>()
            .AddScoped<SendToken>()
            .AddScoped<NoticeTable>()
            .AddScoped<SendNotice>()
            .AddScoped<AccountOwner>()
            .AddScoped<CloseOlderAccess>()
            .AddScoped<AccountTokenTable>()
            .AddScoped<ICleanup, ExpiredTokens>()
            .AddScoped<RegisterUser>()
            .AddScoped<FindProfile>()
            .AddScoped<UpdateProfile>()
            .AddScoped<VerifyEmail>()
            .AddScoped<ChangeEmail>()
            .AddScoped<ChangePassword>()
            .AddScoped<ResetPassword>()
            .AddScoped<CloseAccount>()
            .AddScoped<ClosedAccountTable>()
            .AddScoped<ICleanup, ForgottenAccounts>()
            .AddTwoFactor();
    }

    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        app.MapRegistration();
        app.MapProfiles();
        app.MapEmailAddresses();
        app.MapPasswords();
        app.MapTwoFactor();
        app.MapClosing();
    }
}
