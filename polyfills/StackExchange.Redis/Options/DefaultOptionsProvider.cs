namespace StackExchange.Redis.Configuration;

/// <summary>The values of options that are not set; derive to change them.</summary>
public class DefaultOptionsProvider
{
    /// <summary>Whether connecting fails when the first attempts do: true.</summary>
    public virtual bool AbortOnConnectFail => true;

    /// <summary>What becomes of commands while there is no connection: they wait.</summary>
    public virtual BacklogPolicy BacklogPolicy => BacklogPolicy.Default;

    /// <summary>Attempts to connect at first: 3.</summary>
    public virtual int ConnectRetry => 3;

    /// <summary>Time to connect in; when not given, 5 seconds.</summary>
    public virtual TimeSpan? ConnectTimeout => null;

    /// <summary>How long a connection may be idle before a PING: 60 seconds.</summary>
    public virtual TimeSpan KeepAliveInterval => TimeSpan.FromSeconds(60);

    /// <summary>How often timeouts are looked for: every second.</summary>
    public virtual TimeSpan HeartbeatInterval => TimeSpan.FromSeconds(1);

    /// <summary>When a lost connection is tried again; when not given, see <see cref="ConfigurationOptions.ReconnectRetryPolicy"/>.</summary>
    public virtual IReconnectRetryPolicy? ReconnectRetryPolicy => null;

    /// <summary>Time that a command may take: 5 seconds.</summary>
    public virtual TimeSpan SyncTimeout => TimeSpan.FromSeconds(5);

    /// <summary>The user: none.</summary>
    public virtual string? User => null;

    /// <summary>The password: none.</summary>
    public virtual string? Password => null;
}
