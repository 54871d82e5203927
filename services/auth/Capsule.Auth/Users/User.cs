using Capsule.Data;

namespace Capsule.Auth.Users;

/// <summary>Somebody who signed up.</summary>
public sealed class User : Entity
{
    /// <summary>E-mail address, unique whatever its case.</summary>
    public required string Email { get; init; }

    /// <summary>The name to address the user by.</summary>
    public required string Name { get; set; }

    /// <summary>Hash of the password in the format of ASP.NET Core Identity's hasher.</summary>
    public string PasswordHash { get; set; } = "";
}
