using System.Collections.Concurrent;
using System.Text.Json;
using Capsule.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Capsule.Monitor.Tests.Alerts;

/// <summary>Answers at /health what a test wants, for what a real service says only in trouble.</summary>
internal sealed class HealthStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _asked = new();
    private volatile RequestDelegate _answer = context =>
        context.Response.WriteAsync("""{"checks":{"outbox":{"status":"Healthy","description":"not measured yet"}}}""");

    private HealthStub(WebApplication app)
    {
        _app = app;
        _app.MapGet(
            "/health",
            context =>
            {
                _asked.Enqueue(context.Request.Headers.Authorization.ToString());
                return _answer(context);
            }
        );
    }

    public string Address => _app.Urls.Single();

    /// <summary>The credentials of each question.</summary>
    public IReadOnlyCollection<string> Authorizations => _asked;

    /// <summary>A service that has not measured its outbox yet.</summary>
    public static async Task<HealthStub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var stub = new HealthStub(builder.Build());
        await stub._app.StartAsync();
        return stub;
    }

    /// <summary>Answers with an outbox.</summary>
    public HealthStub Waits(long depth, double seconds, int status = StatusCodes.Status200OK) => Says(Outbox(depth, seconds), status);

    /// <summary>Answers with this.</summary>
    public HealthStub Says(string body, int status = StatusCodes.Status200OK) =>
        Answers(context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(body);
        });

    /// <summary>Answers one age and the other in turn.</summary>
    public HealthStub Alternates(double seconds, double next)
    {
        var odd = false;
        return Answers(context => context.Response.WriteAsync(Outbox(1, (odd = !odd) ? seconds : next)));
    }

    /// <summary>Hangs up instead of answering.</summary>
    public HealthStub HangsUp() =>
        Answers(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

    /// <summary>Never answers.</summary>
    public HealthStub IsSilent() => Answers(context => Task.Delay(Timeout.Infinite, context.RequestAborted));

    /// <summary>
    /// Returns when what it answers now has been heard twice and acted on, which is so when the third question after that comes.
    /// </summary>
    public async Task HeardAsync()
    {
        var before = _asked.Count;
        await Eventually.TrueAsync(() => _asked.Count >= before + 3, "Monitor asks again and again.");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private HealthStub Answers(RequestDelegate answer)
    {
        _answer = answer;
        return this;
    }

    private static string Outbox(long depth, double seconds) =>
        JsonSerializer.Serialize(
            new
            {
                checks = new
                {
                    redis = new { data = new { depth = "deep" } },
                    outbox = new { data = new { depth, oldest_age_seconds = seconds } },
                },
            }
        );
}
