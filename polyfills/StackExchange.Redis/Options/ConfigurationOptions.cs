using System.Net.Security;
using System.Security.Authentication;
using Microsoft.Extensions.Logging;
using StackExchange.Redis.Configuration;

namespace StackExchange.Redis;

/// <summary>How to connect.</summary>
public sealed partial class ConfigurationOptions : ICloneable
{
    private bool? _abortOnConnectFail;
    private int? _asyncTimeout;
    private int? _connectRetry;
    private int? _connectTimeout;
    private int? _keepAlive;
    private int? _syncTimeout;
    private EndPointCollection _endPoints = [];
    private string? _password;
    private string? _user;
    private BacklogPolicy? _backlogPolicy;
    private IReconnectRetryPolicy? _reconnectRetryPolicy;
    private TimeSpan? _heartbeatInterval;

    /// <summary>Judges the server's TLS certificate instead of the system.</summary>
    public event RemoteCertificateValidationCallback? CertificateValidation;

    /// <summary>The values of options that are not set.</summary>
    public DefaultOptionsProvider Defaults { get; set; } = new();

    /// <summary>Whether connecting fails when the first attempts do; otherwise it is tried on in the background. Default: true.</summary>
    public bool AbortOnConnectFail { get => _abortOnConnectFail ?? Defaults.AbortOnConnectFail; set => _abortOnConnectFail = value; }

    /// <summary>Whether administrative commands are allowed; kept, not enforced.</summary>
    public bool AllowAdmin { get; set; }

    /// <summary>Milliseconds that an asynchronous command may take. Default: <see cref="SyncTimeout"/>.</summary>
    public int AsyncTimeout { get => _asyncTimeout ?? SyncTimeout; set => _asyncTimeout = value; }

    /// <summary>What becomes of commands while there is no connection. Default: they wait until their timeout.</summary>
    public BacklogPolicy BacklogPolicy { get => _backlogPolicy ?? Defaults.BacklogPolicy; set => _backlogPolicy = value; }

    /// <summary>The name under which the connections appear at the server. Default: the machine's name.</summary>
    public string? ClientName { get; set; }

    /// <summary>Attempts to connect at first. Default: 3.</summary>
    public int ConnectRetry { get => _connectRetry ?? Defaults.ConnectRetry; set => _connectRetry = value; }

    /// <summary>Milliseconds to connect in. Default: 5000, or <see cref="SyncTimeout"/> if that is more.</summary>
    public int ConnectTimeout
    {
        get => _connectTimeout ?? (int?)Defaults.ConnectTimeout?.TotalMilliseconds ?? Math.Max(5000, SyncTimeout);
        set => _connectTimeout = value;
    }

    /// <summary>The database of <see cref="IConnectionMultiplexer.GetDatabase"/> without a number. Default: 0.</summary>
    public int? DefaultDatabase { get; set; }

    /// <summary>The servers' addresses.</summary>
    public EndPointCollection EndPoints { get => _endPoints; init => _endPoints = value; }

    /// <summary>How often timeouts are looked for. Default: every second.</summary>
    public TimeSpan HeartbeatInterval { get => _heartbeatInterval ?? Defaults.HeartbeatInterval; set => _heartbeatInterval = value; }

    /// <summary>Seconds that a connection may be idle before a PING. Default: 60.</summary>
    public int KeepAlive { get => _keepAlive ?? (int)Defaults.KeepAliveInterval.TotalSeconds; set => _keepAlive = value; }

    /// <summary>Where connections are logged.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The password.</summary>
    public string? Password { get => _password ?? Defaults.Password; set => _password = value; }

    /// <summary>When a lost connection is tried again. Default: <see cref="ExponentialRetry"/> of half of <see cref="ConnectTimeout"/>.</summary>
    public IReconnectRetryPolicy ReconnectRetryPolicy
    {
        get => _reconnectRetryPolicy ??= Defaults.ReconnectRetryPolicy ?? new ExponentialRetry(ConnectTimeout / 2);
        set => _reconnectRetryPolicy = value;
    }

    /// <summary>Whether to use TLS. Default: false.</summary>
    public bool Ssl { get; set; }

    /// <summary>The name that the server's certificate must have. Default: the host's.</summary>
    public string? SslHost { get; set; }

    /// <summary>The TLS versions to allow. Default: the system's choice.</summary>
    public SslProtocols? SslProtocols { get; set; }

    /// <summary>Makes the TLS options for a host, instead of those above.</summary>
    public Func<string, SslClientAuthenticationOptions>? SslClientAuthenticationOptions { get; set; }

    /// <summary>Whether revoked certificates are looked up. Default: true.</summary>
    public bool CheckCertificateRevocation { get; set; } = true;

    /// <summary>Milliseconds that a synchronous command may take. Default: 5000.</summary>
    public int SyncTimeout { get => _syncTimeout ?? (int)Defaults.SyncTimeout.TotalMilliseconds; set => _syncTimeout = value; }

    /// <summary>The user, where the server has access lists.</summary>
    public string? User { get => _user ?? Defaults.User; set => _user = value; }

    internal RemoteCertificateValidationCallback? CertificateValidationCallback => CertificateValidation;

    /// <summary>A copy.</summary>
    public ConfigurationOptions Clone()
    {
        var copy = (ConfigurationOptions)MemberwiseClone();
        copy._endPoints = _endPoints.Copy();
        return copy;
    }

    /// <summary>Changes these options and returns them.</summary>
    public ConfigurationOptions Apply(Action<ConfigurationOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(this);
        return this;
    }

    /// <summary>Gives addresses without a port the usual one: 6379, with TLS 6380.</summary>
    public void SetDefaultPorts()
    {
        for (var i = 0; i < EndPoints.Count; i++)
        {
            EndPoints[i] = EndPointCollection.WithDefaultPort(EndPoints[i], Ssl);
        }
    }

    object ICloneable.Clone() => Clone();
}
