using Capsule.Contracts;
using Capsule.Messaging;

namespace Capsule.Auth.Emails;

/// <summary>Sends e-mails as events (<see cref="EmailRequested"/>): they leave if the context's next SaveChanges commits.</summary>
internal sealed class EmailOutbox(IEventPublisher events, EmailSeal seal, TimeProvider timeProvider)
{
    /// <summary>Adds an e-mail to a user; a value named <c>token</c> is sealed to whoever sends e-mails.</summary>
    public void Add(string template, Recipient recipient, params (string Name, string Value)[] data)
    {
        var now = timeProvider.GetUtcNow();
        var values = data.ToDictionary(value => value.Name, value => value.Value);
        values["name"] = recipient.Name;

        // Without an ordering key: an e-mail must not wait for other events about its user.
        events.Publish(seal.Seal(Guid.CreateVersion7(now), recipient.Email, template, recipient.Locale, values, now));
    }
}
