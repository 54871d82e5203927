using Capsule.Data;
using Capsule.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Capsule.Workers.Tests.Support;

/// <summary>A replica of a service with a worker that has a lease, in real time.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);
    private readonly IHost _host;
    private bool _disposed;

    private Replica(IHost host) => _host = host;

    public LeasedSweeper Sweeper => _host.Services.GetRequiredService<LeasedSweeper>();

    public static async Task<Replica> StartAsync(string connectionString, string schema = "orders")
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Configuration.AddInMemoryCollection([
            KeyValuePair.Create<string, string?>("ConnectionStrings:orders-db", connectionString + ";SSL Mode=Disable"),
            KeyValuePair.Create<string, string?>("ORDERS_DB_SCHEMA", schema),
        ]);
        builder.AddServiceDatabase<OrdersContext>("orders");
        builder.Services.AddSingleton(new SweeperOptions { Schedule = new(Period) { Backoff = new(Period, Period) } });
        builder.Services.AddRecurringWork<LeasedSweeper>();
        var host = builder.Build();
        await host.StartAsync();
        return new Replica(host);
    }

    /// <summary>Waits until it has done another run.</summary>
    public Task WorksAsync()
    {
        var before = Sweeper.Runs;
        return Eventually.TrueAsync(() => Sweeper.Runs > before, "the replica works");
    }

    /// <summary>Waits until one of two works on and on while the other stands by and does nothing.</summary>
    public static Task ExactlyOneWorksAsync(Replica first, Replica second) =>
        Eventually.TrueAsync(
            async () => await WorksAloneAsync(first, second) || await WorksAloneAsync(second, first),
            "one replica works, and one alone"
        );

    // The lease may pass to the other while this looks: what is seen counts only if it was so from the beginning to the end.
    private static async Task<bool> WorksAloneAsync(Replica worker, Replica standby)
    {
        var (done, idle) = (worker.Sweeper.Runs, standby.Sweeper.Runs);
        while (IsSplit() && worker.Sweeper.Runs < done + 5)
        {
            await Task.Delay(Period);
        }

        return IsSplit() && standby.Sweeper.Runs == idle;

        bool IsSplit() => worker.IsSettled && standby.IsSettled && !worker.Sweeper.State.IsStandby && standby.Sweeper.State.IsStandby;
    }

    public async Task<HealthReportEntry> HealthAsync()
    {
        var report = await _host
            .Services.GetRequiredService<HealthCheckService>()
            .CheckHealthAsync(check => check.Name == "worker:leased-sweeper");
        return report.Entries.Values.Single();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            _disposed = true;
            await _host.StopAsync();
            if (_host is IAsyncDisposable host)
            {
                await host.DisposeAsync();
            }
        }
    }

    private bool IsSettled => Sweeper.State is { Failures: 0, LastSuccess: not null };

    public sealed class OrdersContext(DbContextOptions<OrdersContext> options) : ServiceDbContext(options, "orders");
}
