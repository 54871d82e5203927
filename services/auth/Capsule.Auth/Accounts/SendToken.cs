using Capsule.Auth.Accounts.Tokens;
using Capsule.Auth.Audit;
using Capsule.Auth.Emails;
using Capsule.Auth.Secrets;
using Capsule.Auth.Users;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Accounts;

/// <summary>Sends an e-mail with a token. The token's row and the e-mail's event commit together.</summary>
internal sealed class SendToken(
    AuthDbContext database,
    AccountTokenTable tokens,
    EmailOutbox emails,
    AuditLog audit,
    TimeProvider timeProvider,
    IOptions<AccountOptions> options
)
{
    /// <summary>Adds the e-mail that verifies a new user's address; it commits with the user.</summary>
    public void AddVerification(User user)
    {
        var (token, now) = (OneTimeSecret.Make(), timeProvider.GetUtcNow());
        database.AccountTokens.Add(
            new AccountToken
            {
                UserId = user.Id,
                Purpose = TokenPurpose.VerifyEmail,
                Email = user.Email!,
                TokenHash = token.Hash,
                IssuedAt = now,
                ExpiresAt = now + options.Value.VerificationLifetime,
            }
        );
        emails.Add(EmailTemplates.VerifyEmail, Recipient.Of(user), ("token", token.Text));
    }

    /// <summary>Sends another e-mail that verifies an address, unless no account has to verify it.</summary>
    public Task VerificationAsync(string address, CancellationToken cancellationToken) =>
        SendAsync(address, TokenPurpose.VerifyEmail, EmailTemplates.VerifyEmail, options.Value.VerificationLifetime, cancellationToken);

    /// <summary>Sends the e-mail that resets a forgotten password, unless no account has the address.</summary>
    public Task ResetAsync(string address, CancellationToken cancellationToken) =>
        SendAsync(address, TokenPurpose.ResetPassword, EmailTemplates.ResetPassword, options.Value.ResetLifetime, cancellationToken);

    private async Task SendAsync(string address, string purpose, string template, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var token = OneTimeSecret.Make();
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var limits = new TokenLimits(lifetime, options.Value.EmailInterval, options.Value.EmailsPerHour);
        if (await tokens.IssueAsync(address.Trim(), purpose, token, limits, cancellationToken) is not { } recipient)
        {
            return;
        }

        emails.Add(template, recipient, ("token", token.Text));
        if (purpose == TokenPurpose.ResetPassword)
        {
            audit.Add(AuditEvents.PasswordResetRequested, recipient.Id);
        }

        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
