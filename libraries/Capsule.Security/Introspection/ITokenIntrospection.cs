namespace Capsule.Security;

/// <summary>Introspects tokens. Services call auth over HTTP; auth itself replaces the implementation with its own.</summary>
public interface ITokenIntrospection
{
    /// <summary>Whether introspection is configured.</summary>
    bool IsAvailable { get; }

    /// <summary>Returns the state of an access token, a refresh token or an API key.</summary>
    /// <exception cref="Exception">Introspection failed.</exception>
    Task<IntrospectedToken> IntrospectAsync(string token, CancellationToken cancellationToken);
}
