using Capsule.Contracts;
using Capsule.Messaging;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Emails;

/// <summary>
/// Seals what of an e-mail opens something to whoever reads it, such as the token of a reset, to the service that sends e-mails.
/// </summary>
internal sealed class EmailSeal(IOptions<EmailOptions> options)
{
    // Whatever e-mail it is in.
    private static readonly string[] Secrets = ["token"];

    private readonly EventSeal _seal = new(options.Value.SealingKey);

    /// <summary>Makes the event: secret values are sealed, the others in clear.</summary>
    public EmailRequested Seal(
        Guid id,
        string to,
        string template,
        string locale,
        IReadOnlyDictionary<string, string> data,
        DateTimeOffset occurredAt
    )
    {
        var secret = data.Where(value => Secrets.Contains(value.Key, StringComparer.Ordinal)).ToDictionary();
        var clear = data.Where(value => !secret.ContainsKey(value.Key)).ToDictionary();
        return new EmailRequested(
            id,
            to,
            template,
            locale,
            clear,
            occurredAt,
            secret.Count == 0 ? null : _seal.Seal(Subject(id, to), secret)
        );
    }

    /// <summary>All data of an e-mail, the sealed ones included.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">
    /// They were changed, are of another e-mail, or sealed under another key.
    /// </exception>
    public IReadOnlyDictionary<string, string> Open(EmailRequested email) =>
        email.Sealed is { } text ? email.Data.Concat(_seal.Open(Subject(email.EmailId, email.To), text)).ToDictionary() : email.Data;

    // With the recipient: else whoever can publish could have somebody's token sent to themselves.
    private static string Subject(Guid id, string to) => $"{id} {to}";
}
