using Capsule.Auth.SignIn.Providers;
using Capsule.Security;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.SignIn.Attempts;

/// <summary>The address that providers send users back to; it has to be registered at the provider.</summary>
internal sealed class Callback(IOptions<ServiceAuthenticationOptions> authentication)
{
    public string Of(IExternalProvider provider) => $"{authentication.Value.Issuer.TrimEnd('/')}/api/providers/{provider.Name}/callback";
}
