namespace Microsoft.IdentityModel.Protocols;

/// <summary>Reads an authority's configuration.</summary>
public interface IConfigurationRetriever<T>
{
    Task<T> GetConfigurationAsync(string address, IDocumentRetriever retriever, CancellationToken cancel);
}
