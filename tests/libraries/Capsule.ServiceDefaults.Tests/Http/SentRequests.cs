using System.Collections.Concurrent;

namespace Capsule.ServiceDefaults.Tests.Http;

/// <summary>Answers a client's requests in place of the network, and keeps where they went.</summary>
internal sealed class SentRequests(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    private readonly ConcurrentQueue<(string Method, Uri Address)> _sent = new();

    public IReadOnlyList<(string Method, Uri Address)> All => [.. _sent];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _sent.Enqueue((request.Method.Method, request.RequestUri!));
        var response = await answer(request, cancellationToken);
        response.RequestMessage = request;
        return response;
    }
}
