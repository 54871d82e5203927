using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Capsule.Messaging.Tests.Support;

/// <summary>
/// A process that places orders up to a number, or consumes their events, on servers that come and go. It can be killed at any moment and
/// started again.
/// </summary>
internal sealed record KilledService(string Replica, string Database, string Broker, string Prefix, int Orders)
{
    private const string Publisher = "orders";
    private const string Variable = "CAPSULE_MESSAGING_KILLED_SERVICE";
    private const int OrdersAtATime = 20;
    private const int MaxWaiting = 1000;
    public const int Keys = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private int _room;

    /// <summary>Services that consume; also the names of their schemas.</summary>
    public static IReadOnlyList<string> Consumers { get; } = ["shop", "ledger"];

    /// <summary>What a process can be: a service, or another replica of one.</summary>
    public static IReadOnlyList<string> Replicas { get; } = [Publisher, .. Consumers, "shop 2"];

    private string Service => Replica.Split(' ')[0];

    /// <summary>The ordering key of an order's event.</summary>
    public static int KeyOf(int number) => number % Keys;

    public static KilledService? FromEnvironment() =>
        Environment.GetEnvironmentVariable(Variable)?.Split('|') is [var replica, var database, var broker, var prefix, var orders]
            ? new KilledService(replica, database, broker, prefix, int.Parse(orders, null))
            : null;

    public Process Start()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(KilledService).Assembly.Location);
        }

        start.Environment[Variable] = string.Join('|', Replica, Database, Broker, Prefix, Orders);
        return Process.Start(start)!;
    }

    public async Task<int> RunAsync()
    {
        using var host = ServiceHost.Build(
            Service,
            Prefix + Service,
            Settings(),
            bus => _ = Service == Publisher ? bus : bus.AddConsumer<RecordingConsumer>()
        );
        await host.StartAsync();
        EndWithParent();
        while (Service == Publisher && await PlaceAsync(host)) { }

        await host.WaitForShutdownAsync();
        return 0;
    }

    private Dictionary<string, string?> Settings() =>
        new()
        {
            ["ConnectionStrings:messaging"] = Broker,
            ["ConnectionStrings:database"] = Database,
            ["Messaging:ExchangePrefix"] = $"{Prefix}.",
            ["Messaging:Subscribers:order-placed"] = string.Join(',', Consumers.Select(consumer => Prefix + consumer)),
            ["Messaging:Outbox:SettleTime"] = "00:00:05",
        };

    /// <summary>Places some orders in one transaction; false when there are enough.</summary>
    private async Task<bool> PlaceAsync(IHost host)
    {
        try
        {
            await using var scope = host.Services.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<ShopContext>();
            var publisher = scope.ServiceProvider.GetRequiredService<IEventPublisher>();
            var placed = await context.Orders.MaxAsync(order => (int?)order.Number) ?? 0;
            _room = _room > 0 ? _room : MaxWaiting - placed + await CountEffectsAsync(context);
            if (_room <= 0)
            {
                await Task.Delay(Pause);
            }

            for (var number = placed + 1; number <= Math.Min(placed + Math.Min(OrdersAtATime, _room), Orders); number++)
            {
                var order = new Order { Number = number };
                context.Orders.Add(order);
                publisher.Publish(new OrderPlaced(order.Id, number), $"key {KeyOf(number)}");
            }

            _room -= await context.SaveChangesAsync() / 2;
            return placed < Orders;
        }
        catch (Exception)
        {
            // The database is away: what is placed by now is asked for when it is back.
            await Task.Delay(Pause);
            return true;
        }
    }

    // Of the slower consumer, so that neither is ever without load.
    private static Task<int> CountEffectsAsync(ShopContext context) =>
        context
            .Database.SqlQuery<int>(
                $"""select least((select count(*) from shop.effects), (select count(*) from ledger.effects))::int as "Value" """
            )
            .SingleAsync();

    // The other end of standard input is the test's: it closes when the test's process ends, however it ends.
    private static void EndWithParent() =>
        new Thread(() =>
        {
            Console.In.ReadToEnd();
            Environment.Exit(1);
        })
        {
            IsBackground = true,
        }.Start();
}
