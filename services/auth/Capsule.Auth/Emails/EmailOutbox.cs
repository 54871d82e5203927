using Capsule.Contracts;
using Capsule.Messaging;

namespace Capsule.Auth.Emails;

/// <summary>Publishes e-mails as events (<see cref="EmailRequested"/>), which commit with the context's next SaveChanges.</summary>
internal sealed class EmailOutbox(IEventPublisher events, EmailSeal seal, TimeProvider timeProvider)
{
    /// <summary>Adds an e-mail to a user. A value named <c>token</c> is sealed for the service that sends e-mails.</summary>
    public void Add(string template, Recipient recipient, params (string Name, string Value)[] data)
    {
        var now = timeProvider.GetUtcNow();
        var values = data.ToDictionary(value => value.Name, value => value.Value);
        values["name"] = recipient.Name;

        // Without an ordering key, so that an e-mail does not wait for other events about its user.
        events.Publish(seal.Seal(Guid.CreateVersion7(now), recipient.Email, template, recipient.Locale, values, now));
    }
}
