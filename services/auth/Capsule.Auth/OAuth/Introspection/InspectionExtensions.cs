using Capsule.Security;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Capsule.Auth.OAuth.Introspection;

internal static class InspectionExtensions
{
    /// <summary>Lets this service introspect tokens itself.</summary>
    public static IServiceCollection AddTokenInspection(this IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<ITokenIntrospection, OwnIntrospection>());

        // Disables the cache of introspected keys, because this service reads them from its own database.
        services.PostConfigure<IntrospectionOptions>(introspection => introspection.CacheDuration = TimeSpan.Zero);
        return services.AddScoped<TokenInspector>();
    }
}
