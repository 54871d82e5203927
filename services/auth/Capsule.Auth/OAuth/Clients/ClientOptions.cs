namespace Capsule.Auth.OAuth.Clients;

/// <summary>Settings of section <c>Auth:Clients</c>.</summary>
public sealed class ClientOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Auth:Clients";

    /// <summary>How long a replaced secret stays valid, unless the request says otherwise.</summary>
    public TimeSpan SecretOverlap { get; set; } = TimeSpan.FromDays(1);
}
