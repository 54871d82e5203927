using Capsule.Data;

namespace Capsule.Auth.Emails;

/// <summary>An e-mail that was asked for, kept in Development only, where nobody sends it.</summary>
public sealed class DevelopmentEmail : Entity
{
    /// <summary>The recipient's address.</summary>
    public required string Recipient { get; init; }

    /// <summary>The template's name.</summary>
    public required string Template { get; init; }

    /// <summary>BCP 47 tag of the language to write in.</summary>
    public required string Locale { get; init; }

    /// <summary>What the template fills in (JSON).</summary>
    public required string Data { get; init; }
}
