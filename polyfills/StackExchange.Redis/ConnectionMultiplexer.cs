using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis.Connection;
using StackExchange.Redis.PubSub;

namespace StackExchange.Redis;

/// <inheritdoc cref="IConnectionMultiplexer"/>
public sealed partial class ConnectionMultiplexer : IConnectionMultiplexer
{
    private readonly ConfigurationOptions _options;
    private readonly ILogger _logger;
    private readonly ServerLink _interactive;
    private readonly Subscriptions _subscriptions;
    private readonly RedisDatabase _defaultDatabase;

    private ConnectionMultiplexer(ConfigurationOptions options)
    {
        _options = options;
        _logger = (ILogger?)options.LoggerFactory?.CreateLogger<ConnectionMultiplexer>() ?? NullLogger.Instance;
        var events = new LinkEvents(this);
        _interactive = new ServerLink(options, ConnectionType.Interactive, events, pushes: null);
        _subscriptions = new Subscriptions(options, events);
        _defaultDatabase = new RedisDatabase(this, _interactive, Math.Max(options.DefaultDatabase ?? 0, 0), null);
    }

    /// <inheritdoc/>
    public event EventHandler<ConnectionFailedEventArgs>? ConnectionFailed;

    /// <inheritdoc/>
    public event EventHandler<ConnectionFailedEventArgs>? ConnectionRestored;

    /// <inheritdoc/>
    public string ClientName => _options.ClientName ?? Environment.MachineName;

    /// <inheritdoc/>
    public string Configuration => _options.ToString(includePassword: false);

    /// <inheritdoc/>
    public int TimeoutMilliseconds => _options.SyncTimeout;

    /// <inheritdoc/>
    public bool IsConnected => _interactive.IsConnected;

    /// <inheritdoc/>
    public bool IsConnecting => !_interactive.IsConnected;

    internal Subscriptions Subscriptions => _subscriptions;

    /// <summary>Connects as a configuration string says.</summary>
    public static ConnectionMultiplexer Connect(string configuration, TextWriter? log = null) =>
        Connect(ConfigurationOptions.Parse(configuration), log);

    /// <summary>Connects as a configuration string says, after <paramref name="configure"/> has changed it.</summary>
    public static ConnectionMultiplexer Connect(string configuration, Action<ConfigurationOptions> configure, TextWriter? log = null) =>
        Connect(ConfigurationOptions.Parse(configuration).Apply(configure), log);

    /// <summary>Connects as the options say.</summary>
    /// <exception cref="RedisConnectionException">It could not, and the options do not say to go on trying.</exception>
    public static ConnectionMultiplexer Connect(ConfigurationOptions configuration, TextWriter? log = null) =>
        Task.Run(() => ConnectAsync(configuration, log)).GetAwaiter().GetResult();

    /// <summary>Connects as a configuration string says.</summary>
    public static Task<ConnectionMultiplexer> ConnectAsync(string configuration, TextWriter? log = null) =>
        ConnectAsync(ConfigurationOptions.Parse(configuration), log);

    /// <summary>Connects as a configuration string says, after <paramref name="configure"/> has changed it.</summary>
    public static Task<ConnectionMultiplexer> ConnectAsync(
        string configuration, Action<ConfigurationOptions> configure, TextWriter? log = null) =>
        ConnectAsync(ConfigurationOptions.Parse(configuration).Apply(configure), log);

    /// <summary>Connects as the options say.</summary>
    /// <exception cref="RedisConnectionException">It could not, and the options do not say to go on trying.</exception>
    public static async Task<ConnectionMultiplexer> ConnectAsync(ConfigurationOptions configuration, TextWriter? log = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (configuration.EndPoints.Count == 0)
        {
            throw new ArgumentException("No endpoints specified", nameof(configuration));
        }

        var multiplexer = new ConnectionMultiplexer(configuration.Clone());
        multiplexer._interactive.Start();
        await multiplexer._interactive.FirstAttempts;
        log?.WriteLine(multiplexer.GetStatus());
        if (!multiplexer.IsConnected && configuration.AbortOnConnectFail)
        {
            var failure = multiplexer._interactive.LastFailure;
            await multiplexer.DisposeAsync();
            throw UnableToConnect(failure);
        }

        return multiplexer;
    }

    /// <inheritdoc/>
    public IDatabase GetDatabase(int db = -1, object? asyncState = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(db, -1);
        return (db == -1 || db == _defaultDatabase.Database) && asyncState is null
            ? _defaultDatabase
            : new RedisDatabase(this, _interactive, db == -1 ? _defaultDatabase.Database : db, asyncState);
    }

    /// <inheritdoc/>
    public ISubscriber GetSubscriber(object? asyncState = null) => new RedisSubscriber(this, _interactive, _defaultDatabase.Database);

    /// <inheritdoc/>
    public EndPoint[] GetEndPoints(bool configuredOnly = false) =>
        [.. _options.EndPoints.Select(endPoint => EndPointCollection.WithDefaultPort(endPoint, _options.Ssl))];

    /// <inheritdoc/>
    public string GetStatus()
    {
        var server = EndPointCollection.ToString(_interactive.Server ?? GetEndPoints()[0]);
        var failure = _interactive.LastFailure is { } last && !IsConnected ? $"; last failure: {last.Message}" : "";
        return $"{server}: {(IsConnected ? "connected" : "not connected")}; "
            + $"subscriptions: {(_subscriptions.IsConnected ? "connected" : "not connected")}{failure}";
    }

    /// <inheritdoc/>
    public void GetStatus(TextWriter log)
    {
        ArgumentNullException.ThrowIfNull(log);
        log.WriteLine(GetStatus());
    }

    /// <inheritdoc/>
    public override string ToString() => Configuration;

    private static RedisConnectionException UnableToConnect(RedisConnectionException? failure)
    {
        const string What = "It was not possible to connect to the redis server(s).";
        return failure?.FailureType == ConnectionFailureType.AuthenticationFailure
            ? new RedisConnectionException(
                ConnectionFailureType.AuthenticationFailure,
                $"{What} There was an authentication failure; check that passwords (or client certificates) are configured correctly: {failure.Message}",
                failure)
            : new RedisConnectionException(
                ConnectionFailureType.UnableToConnect,
                $"{What} Error connecting right now. To allow this multiplexer to continue retrying until it's able to connect, use "
                + $"abortConnect=false in your connection string or AbortOnConnectFail=false; in your code. {failure?.Message}",
                failure);
    }
}
