using Capsule.Security;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Capsule.Auth.OAuth.Introspection;

internal static class InspectionExtensions
{
    /// <summary>Lets this service ask itself about tokens.</summary>
    public static IServiceCollection AddTokenInspection(this IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<ITokenIntrospection, OwnIntrospection>());

        // Its own table is near: what it says of API keys is never old here.
        services.PostConfigure<IntrospectionOptions>(introspection => introspection.CacheDuration = TimeSpan.Zero);
        return services.AddScoped<TokenInspector>();
    }
}
