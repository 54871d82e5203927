namespace Microsoft.IdentityModel.Tokens;

/// <summary>Keeps an authority's configuration and gets it anew.</summary>
public abstract class BaseConfigurationManager
{
    public static readonly TimeSpan DefaultAutomaticRefreshInterval = TimeSpan.FromHours(12);
    public static readonly TimeSpan DefaultRefreshInterval = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan MinimumAutomaticRefreshInterval = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan MinimumRefreshInterval = TimeSpan.FromSeconds(1);

    private TimeSpan _automaticRefreshInterval = DefaultAutomaticRefreshInterval;
    private TimeSpan _refreshInterval = DefaultRefreshInterval;

    public string? MetadataAddress { get; set; }

    /// <summary>After how long the configuration is got anew without being asked for.</summary>
    public TimeSpan AutomaticRefreshInterval
    {
        get => _automaticRefreshInterval;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, MinimumAutomaticRefreshInterval);
            _automaticRefreshInterval = value;
        }
    }

    /// <summary>At most one <see cref="RequestRefresh"/> in this time has an effect.</summary>
    public TimeSpan RefreshInterval
    {
        get => _refreshInterval;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, MinimumRefreshInterval);
            _refreshInterval = value;
        }
    }

    /// <summary>Whether keys that are no longer published stay trusted for a while; here they never do.</summary>
    public bool UseLastKnownGoodConfiguration { get; set; } = true;

    internal TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Ends when the refresh that is under way has ended, well or not.</summary>
    internal virtual Task RefreshUnderWay => Task.CompletedTask;

    public virtual Task<BaseConfiguration> GetBaseConfigurationAsync(CancellationToken cancel) => throw new NotImplementedException();

    public abstract void RequestRefresh();
}
