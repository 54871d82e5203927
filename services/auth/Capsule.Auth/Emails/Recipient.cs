using Capsule.Auth.Users;

namespace Capsule.Auth.Emails;

/// <summary>The recipient of an e-mail.</summary>
/// <param name="Id">The user.</param>
/// <param name="Email">The address.</param>
/// <param name="Name">The name to address the user by.</param>
/// <param name="Locale">BCP 47 tag of the e-mail's language.</param>
internal sealed record Recipient(Guid Id, string Email, string Name, string Locale)
{
    public static Recipient Of(User user) => new(user.Id, user.Email!, user.Name, user.Locale);
}
