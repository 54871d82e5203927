namespace Capsule.Security;

/// <summary>Describes tokens. Services ask auth over HTTP; auth replaces the implementation by its own.</summary>
public interface ITokenIntrospection
{
    /// <summary>Whether auth can be asked.</summary>
    bool IsAvailable { get; }

    /// <summary>Describes an access token, a refresh token or an API key.</summary>
    /// <exception cref="Exception">There is no answer.</exception>
    Task<IntrospectedToken> AskAsync(string token, CancellationToken cancellationToken);
}
