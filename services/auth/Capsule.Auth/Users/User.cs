using Capsule.Data;
using Microsoft.AspNetCore.Identity;

namespace Capsule.Auth.Users;

/// <summary>A registered user.</summary>
public sealed class User : IdentityUser<Guid>, IAudited
{
    /// <summary>Maximum length of an e-mail address in characters (RFC 5321, section 4.5.3.1.3, without the angle brackets).</summary>
    public const int MaxEmailLength = 254;

    /// <summary>Maximum length of a name in characters.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Creates a user with a version 7 identifier.</summary>
    public User() => Id = Guid.CreateVersion7();

    /// <summary>The name to address the user by.</summary>
    public required string Name { get; set; }

    /// <summary>Whether the user may sign in; false when the account was closed or deactivated.</summary>
    public bool Active { get; set; } = true;

    /// <summary>
    /// Increases with each change of the account that is published to other services (<see cref="AccountChanges"/>); 1 at registration.
    /// </summary>
    public int AccountVersion { get; private set; }

    /// <summary>IANA name of the user's time zone.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>BCP 47 tag of the user's language and region.</summary>
    public string Locale { get; set; } = "en";

    /// <summary>When the user last signed in (UTC).</summary>
    public DateTimeOffset? LastSignInAt { get; set; }

    /// <summary>When the last notice was sent that a caller without a token has caused (UTC).</summary>
    public DateTimeOffset? LastEmailAt { get; set; }

    /// <summary>Whether the user has a password; users who signed up at a provider have none.</summary>
    public bool HasPassword => PasswordHash is { Length: > 0 };

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; private set; }

    // Identity's AccessFailedCount and LockoutEnd count wrong codes (CodeFailureTable); wrong passwords are counted in password_failures.
    // Identity's other members follow: users sign in with the address, its column ignores case, and every user can be locked out.

    /// <inheritdoc/>
    public override string? UserName
    {
        get => Email;
        set { }
    }

    /// <inheritdoc/>
    public override string? NormalizedUserName
    {
        get => null;
        set { }
    }

    /// <inheritdoc/>
    public override string? NormalizedEmail
    {
        get => null;
        set { }
    }

    /// <inheritdoc/>
    public override bool LockoutEnabled
    {
        get => true;
        set { }
    }
}
