using Capsule.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Capsule.Messaging.Tests.Support;

/// <summary>A service as small as one can be.</summary>
internal static class ServiceHost
{
    public static IHost Build(
        string schema,
        string service,
        IEnumerable<KeyValuePair<string, string?>> settings,
        Action<MessagingBuilder>? consumers,
        Action<IHostApplicationBuilder>? configure = null,
        bool retryingContext = false
    )
    {
        var builder = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { DisableDefaults = true, EnvironmentName = "Development" }
        );

        // Every test's queues are new, so that all would be sent twice: a test that kills the broker sets it.
        builder.Configuration["Messaging:Outbox:SettleTime"] = "00:00:00";
        foreach (var (name, value) in settings)
        {
            builder.Configuration[name] = value;
        }

        builder.Services.AddDbContextPool<ShopContext>(options =>
            ServiceDbContextOptions.Configure(
                options,
                builder.Configuration["ConnectionStrings:database"]!,
                schema,
                npgsql => _ = retryingContext ? npgsql.EnableRetryOnFailure() : npgsql
            )
        );
        builder.AddMessaging<ShopContext>(service, consumers);
        configure?.Invoke(builder);
        return builder.Build();
    }
}
