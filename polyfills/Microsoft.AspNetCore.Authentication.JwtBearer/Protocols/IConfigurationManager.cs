namespace Microsoft.IdentityModel.Protocols;

/// <summary>Keeps an authority's configuration and gets it anew.</summary>
public interface IConfigurationManager<T>
    where T : class
{
    Task<T> GetConfigurationAsync(CancellationToken cancel);

    void RequestRefresh();
}
