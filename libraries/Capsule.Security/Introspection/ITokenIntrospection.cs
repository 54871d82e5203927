namespace Capsule.Security;

/// <summary>Tells about tokens. Services ask auth over HTTP; auth replaces this by what it knows.</summary>
public interface ITokenIntrospection
{
    /// <summary>Whether there is somebody to ask.</summary>
    bool IsAvailable { get; }

    /// <summary>Returns what is known of an access token, a refresh token or an API key.</summary>
    /// <exception cref="Exception">There is no answer.</exception>
    Task<IntrospectedToken> AskAsync(string token, CancellationToken cancellationToken);
}
