using Capsule.Auth.SignIn.Providers;
using Capsule.Security;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.SignIn.Attempts;

/// <summary>Where providers send users back to; it is to be registered there.</summary>
internal sealed class Callback(IOptions<ServiceAuthenticationOptions> authentication)
{
    public string Of(IExternalProvider provider) => $"{authentication.Value.Issuer.TrimEnd('/')}/api/providers/{provider.Name}/callback";
}
