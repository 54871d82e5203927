using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Capsule.Auth.Tests.Logs;

/// <summary>Keeps what whoever stands between client and service may log: the addresses of requests, and the headers of answers.</summary>
internal sealed class RecordedAnswers : IStartupFilter
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Use(
                async (HttpContext context, RequestDelegate inner) =>
                {
                    context.Response.OnStarting(() =>
                    {
                        _lines.Enqueue(
                            $"{context.Request.GetEncodedUrl()} {string.Join(' ', context.Response.Headers.Select(header => $"{header.Key}: {header.Value}"))}"
                        );
                        return Task.CompletedTask;
                    });
                    await inner(context);
                }
            );
            next(app);
        };
}
