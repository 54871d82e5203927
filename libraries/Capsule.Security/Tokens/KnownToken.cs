using Microsoft.IdentityModel.Tokens;

namespace Capsule.Security;

/// <summary>A verified token without its text and parsed form, which take several times as much memory as its claims.</summary>
internal sealed class KnownToken(SecurityToken token) : SecurityToken
{
    private SecurityKey? _signingKey = token.SigningKey;

    /// <inheritdoc/>
    public override string Id { get; } = token.Id;

    /// <inheritdoc/>
    public override string Issuer { get; } = token.Issuer;

    /// <inheritdoc/>
    public override SecurityKey? SecurityKey => null;

    /// <inheritdoc/>
    public override SecurityKey? SigningKey
    {
        get => _signingKey;
        set => _signingKey = value;
    }

    /// <inheritdoc/>
    public override DateTime ValidFrom { get; } = token.ValidFrom;

    /// <inheritdoc/>
    public override DateTime ValidTo { get; } = token.ValidTo;
}
