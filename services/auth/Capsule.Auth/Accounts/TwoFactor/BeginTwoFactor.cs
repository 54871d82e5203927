using System.Security.Cryptography;
using Capsule.Auth.Credentials.TwoFactor;
using Capsule.Auth.Users;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Accounts.TwoFactor;

/// <summary>
/// Makes the secret that a user's authenticator app is to have; nothing is asked of them until a code of it was confirmed.
/// </summary>
internal sealed class BeginTwoFactor(SecondFactor factor, SecondFactorTable table, IOptions<TwoFactorOptions> options)
{
    /// <summary>Returns null when two factors are on.</summary>
    public async Task<TwoFactorSetupResponse?> ExecuteAsync(User user, CancellationToken cancellationToken)
    {
        var secret = RandomNumberGenerator.GetBytes(Totp.SecretSize);
        if (!await table.BeginAsync(user.Id, factor.Seal(user.Id, secret), cancellationToken))
        {
            return null;
        }

        var text = Base32.Encode(secret);
        var uri = Uri(user.Email!, text);
        return new TwoFactorSetupResponse(uri, text, QrCode.Draw(uri));
    }

    // As apps read it: github.com/google/google-authenticator/wiki/Key-Uri-Format.
    private string Uri(string account, string secret)
    {
        var issuer = System.Uri.EscapeDataString(options.Value.Issuer);
        return $"otpauth://totp/{issuer}:{System.Uri.EscapeDataString(account)}?secret={secret}&issuer={issuer}"
            + $"&algorithm=SHA1&digits={Totp.Digits}&period={Totp.StepSeconds}";
    }
}
