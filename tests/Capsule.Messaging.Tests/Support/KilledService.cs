using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Capsule.Messaging.Tests.Support;

/// <summary>A process that places orders up to a number, consumes their events, and can be killed at any moment and started again.</summary>
internal sealed record KilledService(string Database, string Broker, string ExchangePrefix, string Service, int Orders)
{
    public const string Schema = "shop";
    private const string Variable = "CAPSULE_MESSAGING_KILLED_SERVICE";

    public static KilledService? FromEnvironment() => Environment.GetEnvironmentVariable(Variable)?.Split('|') is [var database, var broker, var prefix, var service, var orders]
        ? new KilledService(database, broker, prefix, service, int.Parse(orders, null))
        : null;

    public Process Start()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(KilledService).Assembly.Location);
        }

        start.Environment[Variable] = string.Join('|', Database, Broker, ExchangePrefix, Service, Orders);
        return Process.Start(start)!;
    }

    public async Task<int> RunAsync()
    {
        using var host = ServiceHost.Build(
            Schema, Service,
            new Dictionary<string, string?>
            {
                ["ConnectionStrings:messaging"] = Broker,
                ["ConnectionStrings:database"] = Database,
                ["Messaging:ExchangePrefix"] = ExchangePrefix,
                ["Messaging:Outbox:BatchSize"] = "20",
            },
            bus => bus.AddConsumer<RecordingConsumer>());
        await host.StartAsync();
        EndWithParent();
        for (var number = await NextAsync(host); number <= Orders; number++)
        {
            await host.PlaceOrderAsync(number, $"key {number % 7}");
        }

        await host.WaitForShutdownAsync();
        return 0;
    }

    // The other end of standard input is the test's: it closes when the test's process ends, however it ends.
    private static void EndWithParent() => new Thread(() =>
    {
        Console.In.ReadToEnd();
        Environment.Exit(1);
    })
    { IsBackground = true }.Start();

    private static async Task<int> NextAsync(IHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return 1 + (await scope.ServiceProvider.GetRequiredService<ShopContext>().Orders.MaxAsync(order => (int?)order.Number) ?? 0);
    }
}
