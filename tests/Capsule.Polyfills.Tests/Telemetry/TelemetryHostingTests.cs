using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Capsule.Polyfills.Tests.Telemetry;

/// <summary>OpenTelemetry.Extensions.Hosting, as documented: providers that live as long as the host.</summary>
public sealed class TelemetryHostingTests
{
    [Fact]
    public void It_may_be_added_any_number_of_times_and_starts_first()
    {
        var services = new ServiceCollection().AddHostedService<Dummy>();

        services.AddOpenTelemetry().WithTracing().WithMetrics();
        services.AddOpenTelemetry().WithTracing().WithMetrics().WithLogging();

        var hosted = services.Where(service => service.ServiceType == typeof(IHostedService)).ToList();
        Assert.Equal(2, hosted.Count);
        Assert.NotEqual(typeof(Dummy), hosted[0].ImplementationType);
        Assert.Single(services, service => service.ServiceType == typeof(TracerProvider));
        Assert.Single(services, service => service.ServiceType == typeof(MeterProvider));
    }

    [Fact]
    public async Task Providers_are_made_at_start_and_disposed_with_the_host()
    {
        var made = new List<string>();
        var processor = new Watched();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddInstrumentation(() => Made("tracing")).AddProcessor(processor))
            .WithMetrics(metrics => metrics.AddInstrumentation(() => Made("metrics")));
        object Made(string what)
        {
            made.Add(what);
            return what;
        }

        using (var host = builder.Build())
        {
            Assert.Empty(made);
            await host.StartAsync();
            Assert.Equal(["metrics", "tracing"], made.Order());
            await host.StopAsync();
            Assert.False(processor.IsDisposed);
        }

        Assert.True(processor.IsDisposed);
    }

    [Fact]
    public void The_resource_is_that_of_all_signals()
    {
        var services = new ServiceCollection();
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("orders"))
            .WithTracing()
            .WithMetrics()
            .WithLogging();
        using var provider = services.BuildServiceProvider();

        BaseProvider[] signals =
        [
            provider.GetRequiredService<TracerProvider>(), provider.GetRequiredService<MeterProvider>(), provider.GetRequiredService<LoggerProvider>(),
        ];

        Assert.All(signals, signal => Assert.Contains(new KeyValuePair<string, object>("service.name", "orders"), signal.GetResource().Attributes));
    }

    [Fact]
    public void The_builder_is_the_SDKs_so_that_exporters_extend_it()
    {
        var services = new ServiceCollection();

        var builder = services.AddOpenTelemetry();

        Assert.Same(services, Assert.IsType<IOpenTelemetryBuilder>(builder, exactMatch: false).Services);
    }

    private sealed class Watched : BaseProcessor<System.Diagnostics.Activity>
    {
        public bool IsDisposed { get; private set; }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }

    private sealed class Dummy : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
