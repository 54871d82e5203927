using Capsule.Data;
using Microsoft.AspNetCore.Identity;

namespace Capsule.Auth.Users;

/// <summary>Somebody who signed up.</summary>
public sealed class User : IdentityUser<Guid>, IAudited
{
    /// <summary>Longest e-mail address in characters (RFC 5321, section 4.5.3.1.3, less the angle brackets).</summary>
    public const int MaxEmailLength = 254;

    /// <summary>Longest name in characters.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Makes a user with an identifier of its own.</summary>
    public User() => Id = Guid.CreateVersion7();

    /// <summary>The name to address the user by.</summary>
    public required string Name { get; set; }

    /// <summary>Whether the user may sign in; an administrator's decision.</summary>
    public bool Active { get; set; } = true;

    /// <summary>
    /// Grows with each change of the account that other services hear of (<see cref="AccountChanges"/>); 1 is the registration.
    /// </summary>
    public int AccountVersion { get; private set; }

    /// <summary>IANA name of the time zone that times are shown in.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>BCP 47 tag of the language and region.</summary>
    public string Locale { get; set; } = "en";

    /// <summary>When the user last signed in (UTC).</summary>
    public DateTimeOffset? LastSignInAt { get; set; }

    /// <summary>When the last notice was sent that anybody could have caused without a token (UTC).</summary>
    public DateTimeOffset? LastEmailAt { get; set; }

    /// <summary>Whether a password is a way in; who signed up at another provider has none.</summary>
    public bool HasPassword => PasswordHash is { Length: > 0 };

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; private set; }

    // Identity's AccessFailedCount and LockoutEnd are those of codes (CodeFailureTable); wrong passwords are counted apart.
    // What Identity has beside: the address is the name to sign in with, its column compares without case, and everybody can be locked out.

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
