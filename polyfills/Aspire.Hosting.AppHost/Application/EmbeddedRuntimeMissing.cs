using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Embedded;

// Goes when the run path is merged, which declares the real one.
internal static class EmbeddedRuntimeServices
{
    public static IServiceCollection AddEmbeddedRuntime(this IServiceCollection services) =>
        services.AddSingleton<IApplicationRuntime>(_ => throw new NotSupportedException("The run path is not built yet."));
}
