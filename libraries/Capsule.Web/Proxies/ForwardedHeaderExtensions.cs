using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Capsule.Web;

/// <summary>Reads the client's address and scheme from <c>X-Forwarded-For</c> and <c>-Proto</c> when a trusted proxy wrote them.</summary>
internal static class ForwardedHeaderExtensions
{
    // The variable ASPNETCORE_FORWARDEDHEADERS_ENABLED makes the framework add the middleware itself and trust everyone.
    private const string FrameworkSwitch = "ForwardedHeaders_Enabled";

    public static void AddForwardedHeaders(this IServiceCollection services)
    {
        services.AddOptions<ForwardedHeaderSettings>().BindConfiguration(ForwardedHeaderSettings.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ForwardedHeaderSettings>, ForwardedHeaderSettingsValidation>();
        services
            .AddOptions<ForwardedHeadersOptions>()
            .PostConfigure<IOptions<ForwardedHeaderSettings>>(static (options, settings) => Trust(options, settings.Value));
    }

    public static void UseTrustedForwardedHeaders(this WebApplication app)
    {
        if (!IsAddedByFramework(app.Configuration))
        {
            app.UseForwardedHeaders();
        }
        else if (!app.Services.GetRequiredService<IOptions<ForwardedHeaderSettings>>().Value.Networks.Any())
        {
            app.Logger.LogWarning(
                "X-Forwarded-For is ignored: {Section}:TrustedNetworks names no proxy. Behind a proxy, all clients appear to "
                    + "have the proxy's address.",
                ForwardedHeaderSettings.Section
            );
        }
    }

    private static void Trust(ForwardedHeadersOptions options, ForwardedHeaderSettings settings)
    {
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in settings.Networks)
        {
            options.KnownIPNetworks.Add(network);
        }

        // Empty lists would trust all senders.
        options.ForwardedHeaders =
            options.KnownIPNetworks.Count > 0 ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto : ForwardedHeaders.None;
        options.ForwardLimit = settings.Hops;
    }

    private static bool IsAddedByFramework(IConfiguration configuration) =>
        string.Equals(configuration[FrameworkSwitch], "true", StringComparison.OrdinalIgnoreCase);
}
