using System.Diagnostics;
using System.Net;

namespace StackExchange.Redis.Connection;

/// <summary>A trace span per command, named and tagged as OpenTelemetry's instrumentation of the official client does.</summary>
internal static class Telemetry
{
    public const string SourceName = "OpenTelemetry.Instrumentation.StackExchangeRedis";

    private static readonly ActivitySource Source = new(SourceName);

    public static bool IsOn => Source.HasListeners();

    public static Activity? Start(string command, EndPoint? server, int database, CommandFlags flags)
    {
        var parent = Activity.Current;
        var activity = Source.CreateActivity(command, ActivityKind.Client);
        if (activity is null)
        {
            return null;
        }

        activity.SetTag("db.system", "redis");
        activity.SetTag("db.statement", command);
        activity.SetTag("db.redis.flags", flags.ToString());
        activity.SetTag("db.redis.database_index", database);
        Address(activity, server);
        activity.Start();

        // The span belongs to the command; what the caller does next is not its child.
        Activity.Current = parent;
        return activity;
    }

    public static void Stop(Activity activity, Exception? exception)
    {
        if (exception is not null)
        {
            activity.SetStatus(ActivityStatusCode.Error, exception.Message);
        }

        var current = Activity.Current;
        activity.Stop();
        Activity.Current = current;
    }

    private static void Address(Activity activity, EndPoint? server)
    {
        switch (server)
        {
            case IPEndPoint ip:
                activity.SetTag("net.peer.ip", ip.Address.ToString());
                activity.SetTag("net.peer.port", ip.Port);
                break;
            case DnsEndPoint dns:
                activity.SetTag("net.peer.name", dns.Host);
                activity.SetTag("net.peer.port", dns.Port);
                break;
        }
    }
}
