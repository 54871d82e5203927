using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;

namespace Capsule.ServiceDefaults.Tests.Http;

/// <summary>The HTTP client that every service gets, with answers in place of the network and short delays.</summary>
internal sealed class CallingService : IAsyncDisposable
{
    private readonly TestService _service;

    private CallingService(TestService service, SentRequests sent)
    {
        _service = service;
        Sent = sent;
        Client = service.App.Services.GetRequiredService<IHttpClientFactory>().CreateClient();
    }

    public SentRequests Sent { get; }

    public HttpClient Client { get; }

    public static async Task<CallingService> StartAsync(
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer,
        Action<HttpStandardResilienceOptions>? configure = null,
        params (string, string?)[] settings
    )
    {
        var sent = new SentRequests(answer);
        var service = await TestService.StartAsync(
            builder =>
            {
                builder.Services.ConfigureHttpClientDefaults(http => http.ConfigurePrimaryHttpMessageHandler(() => sent));
                builder.Services.ConfigureAll<HttpStandardResilienceOptions>(options =>
                {
                    options.Retry.Delay = TimeSpan.Zero;
                    configure?.Invoke(options);
                });
            },
            settings: settings
        );
        return new CallingService(service, sent);
    }

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        return _service.DisposeAsync();
    }
}
