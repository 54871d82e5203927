using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.OAuth.Endpoints;

/// <summary>
/// Keeps OpenIddict out of the authentication middleware: <see cref="ProtocolRequest"/> calls it from the endpoints, where limits, the
/// OpenAPI document and first-party sessions' own answers are.
/// </summary>
internal sealed class EndpointSchemes(IOptions<AuthenticationOptions> options) : AuthenticationSchemeProvider(options)
{
    public override Task<IEnumerable<AuthenticationScheme>> GetRequestHandlerSchemesAsync() =>
        Task.FromResult(Enumerable.Empty<AuthenticationScheme>());
}
