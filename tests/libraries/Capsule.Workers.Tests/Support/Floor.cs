using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Capsule.Workers.Tests.Support;

/// <summary>A started host with one worker, under a clock that stands.</summary>
internal sealed class Floor : IAsyncDisposable
{
    private readonly IHost _host;

    private Floor(IHost host, Clock clock, RecordedLogs logs) => (_host, Clock, Logs) = (host, clock, logs);

    public Clock Clock { get; }

    public RecordedLogs Logs { get; }

    public Sweeper Sweeper => _host.Services.GetRequiredService<Sweeper>();

    public IServiceProvider Services => _host.Services;

    public static async Task<Floor> StartAsync(SweeperOptions options, double random = 0)
    {
        var (clock, logs) = (new Clock(), new RecordedLogs(LogLevel.Information, "Capsule.Workers"));
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(logs);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<Random>(new FixedRandom(random));
        builder.Services.AddSingleton(options);
        builder.Services.AddRecurringWork<Sweeper>();
        var host = builder.Build();
        await host.StartAsync();
        return new Floor(host, clock, logs);
    }

    public async Task<HealthReportEntry> HealthAsync()
    {
        var report = await Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        return report.Entries["worker:sweeper"];
    }

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
