using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.OAuth.Endpoints;

/// <summary>
/// Keeps OpenIddict out of the authentication middleware. <see cref="ProtocolRequest"/> calls it from the endpoints instead, so that
/// limits, the OpenAPI document and the answers for users' own sessions apply.
/// </summary>
internal sealed class EndpointSchemes(IOptions<AuthenticationOptions> options) : AuthenticationSchemeProvider(options)
{
    public override Task<IEnumerable<AuthenticationScheme>> GetRequestHandlerSchemesAsync() =>
        Task.FromResult(Enumerable.Empty<AuthenticationScheme>());
}
