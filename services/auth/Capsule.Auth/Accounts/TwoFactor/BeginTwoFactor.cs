using System.Security.Cryptography;
using Capsule.Auth.Credentials.TwoFactor;
using Capsule.Auth.Users;
using Capsule.Web;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Accounts.TwoFactor;

/// <summary>
/// Creates the secret for a user's authenticator app. No code is asked for at sign-in before a code of the app was confirmed.
/// </summary>
internal sealed class BeginTwoFactor(SecondFactor factor, SecondFactorTable table, IOptions<TwoFactorOptions> options)
{
    /// <summary>Returns what the app needs. Refuses when two factors are on.</summary>
    public async Task<Outcome<TwoFactorSetupResponse>> ExecuteAsync(User user, CancellationToken cancellationToken)
    {
        var secret = RandomNumberGenerator.GetBytes(Totp.SecretSize);
        if (!await table.BeginAsync(user.Id, factor.Seal(user.Id, secret), cancellationToken))
        {
            return TwoFactorRefusals.AlreadyOn;
        }

        var text = Base32.Encode(secret);
        var uri = Uri(user.Email!, text);
        return new TwoFactorSetupResponse(uri, text, QrCode.Draw(uri));
    }

    // The format is described at github.com/google/google-authenticator/wiki/Key-Uri-Format.
    private string Uri(string account, string secret)
    {
        var issuer = System.Uri.EscapeDataString(options.Value.Issuer);
        return $"otpauth://totp/{issuer}:{System.Uri.EscapeDataString(account)}?secret={secret}&issuer={issuer}"
            + $"&algorithm=SHA1&digits={Totp.Digits}&period={Totp.StepSeconds}";
    }
}
