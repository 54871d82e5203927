using System.Collections.Concurrent;

namespace Capsule.Polyfills.Tests;

/// <summary>Answers requests in process: the last handler of a client.</summary>
internal sealed class FakeServer(Func<HttpRequestMessage, int, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    private readonly ConcurrentQueue<Uri> _requests = new();

    public FakeServer(Func<int, HttpResponseMessage> answer)
        : this((_, number, _) => Task.FromResult(answer(number)))
    {
    }

    public Uri[] Requests => [.. _requests];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _requests.Enqueue(request.RequestUri!);
        var response = await answer(request, _requests.Count, cancellationToken);
        response.RequestMessage = request;
        return response;
    }
}
