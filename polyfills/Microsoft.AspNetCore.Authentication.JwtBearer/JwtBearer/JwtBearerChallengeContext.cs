using Microsoft.AspNetCore.Http;

namespace Microsoft.AspNetCore.Authentication.JwtBearer;

/// <summary>Before a 401 is answered.</summary>
public class JwtBearerChallengeContext(
    HttpContext context, AuthenticationScheme scheme, JwtBearerOptions options, AuthenticationProperties properties)
    : PropertiesContext<JwtBearerOptions>(context, scheme, options, properties)
{
    /// <summary>What was wrong with the token; null when there was none.</summary>
    public Exception? AuthenticateFailure { get; set; }

    public string? Error { get; set; }

    public string? ErrorDescription { get; set; }

    public string? ErrorUri { get; set; }

    public bool Handled { get; private set; }

    /// <summary>Says that the application has answered.</summary>
    public void HandleResponse() => Handled = true;
}
