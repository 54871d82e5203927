namespace Microsoft.IdentityModel.Protocols;

/// <summary>Gets a document from an address.</summary>
public interface IDocumentRetriever
{
    Task<string> GetDocumentAsync(string address, CancellationToken cancel);
}
