using Capsule.Contracts;
using Capsule.Messaging;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Emails;

/// <summary>
/// Seals the secret values of an e-mail, such as the token of a reset, for the service that sends e-mails.
/// </summary>
internal sealed class EmailSeal(IOptions<EmailOptions> options)
{
    // The names of secret values, in every template.
    private static readonly string[] Secrets = ["token"];

    private readonly EventSeal _seal = new(options.Value.SealingKey);

    /// <summary>Creates the event, in which secret values are sealed.</summary>
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

    /// <summary>Returns all values of an e-mail, including the sealed ones.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">
    /// The sealed values were changed, belong to another e-mail, or were sealed with another key.
    /// </exception>
    public IReadOnlyDictionary<string, string> Open(EmailRequested email) =>
        email.Sealed is { } text ? email.Data.Concat(_seal.Open(Subject(email.EmailId, email.To), text)).ToDictionary() : email.Data;

    // Contains the recipient, so that nobody who can publish events can have another user's token sent to themselves.
    private static string Subject(Guid id, string to) => $"{id} {to}";
}
