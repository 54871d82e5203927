using Capsule.Auth.Web;
using Capsule.Security;

namespace Capsule.Auth;

/// <summary>Registers the area Web: limits of requests, validation and the OpenAPI document.</summary>
internal static class WebExtensions
{
    public static void AddWeb(this IHostApplicationBuilder builder)
    {
        builder.AddLimits();
        builder.Services.AddFirstPartyAccess();
        builder.Services.AddValidation().AddDocument();
    }
}
