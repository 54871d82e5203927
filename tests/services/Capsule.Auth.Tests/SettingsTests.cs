using Microsoft.Extensions.Options;

namespace Capsule.Auth.Tests;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("Auth:MasterKey", "", "Auth:MasterKey must be 32 random bytes in base64")]
    [InlineData("Auth:Emails:SealingKey", "", "Auth:Emails:SealingKey must be 32 random bytes in base64")]
    [InlineData("Auth:Emails:SealingKey", "c2hvcnQ=", "Auth:Emails:SealingKey must be 32 random bytes in base64")]
    [InlineData("Auth:MasterKey", "c2hvcnQ=", "Auth:MasterKey must be 32 random bytes in base64")]
    [InlineData("Auth:RetiredMasterKeys", "none", "Auth:RetiredMasterKeys must be")]
    [InlineData("Authentication:Issuer", "", "Authentication:Issuer is ''; it must be the address")]
    [InlineData("Auth:Tokens:Lifetime", "00:00:00", "Auth:Tokens:Lifetime must be")]
    [InlineData("Auth:Passwords:Iterations", "0", "Auth:Passwords:Iterations must be at least 220000")]
    [InlineData("Auth:SigningKeys:PublishAhead", "60.00:00:00", "Auth:SigningKeys:RotationInterval must be longer")]
    [InlineData("Auth:Sessions:Lifetime", "1.00:00:00", "Auth:Sessions:Lifetime must be at least")]
    [InlineData("Auth:Sessions:Retention", "00:30:00", "Auth:Sessions:Retention must be at least a day")]
    [InlineData("Auth:Accounts:VerificationLifetime", "0", "Auth:Accounts:VerificationLifetime must be more than zero")]
    [InlineData("Auth:Accounts:ResetLifetime", "-1", "Auth:Accounts:ResetLifetime must be more than zero")]
    [InlineData("Auth:Accounts:EmailInterval", "-1", "Auth:Accounts:EmailInterval must not be negative")]
    [InlineData("Auth:Accounts:AnswerTime", "1", "Auth:Accounts:AnswerTime must be from 0 to 10 seconds")]
    [InlineData("Auth:Accounts:AnonymiseAfter", "-1", "Auth:Accounts:AnonymiseAfter must not be negative")]
    [InlineData("Auth:Emails:MailboxRetention", "0", "Auth:Emails:MailboxRetention must be more than zero")]
    [InlineData("Auth:Cleanup:Interval", "0", "Auth:Cleanup:Interval must be more than zero")]
    [InlineData("Auth:Seed:AdminPassword", "short", "Auth:Seed:AdminPassword must have 8 to 256 characters")]
    public async Task A_setting_that_cannot_be_is_named_at_the_start(string name, string value, string message)
    {
        var error = Assert.IsType<OptionsValidationException>(await AuthHost.RefusedStartAsync((name, value)));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
