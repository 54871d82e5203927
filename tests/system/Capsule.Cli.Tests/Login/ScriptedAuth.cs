using System.Collections.Concurrent;
using Capsule.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Capsule.Cli.Tests.Login;

/// <summary>Stands in for auth where the real one cannot be made to answer so: faults, slow_down, a code that expires at once.</summary>
internal sealed class ScriptedAuth : IAsyncDisposable
{
    private const string Device =
        """{"device_code":"d","user_code":"1111-2222","verification_uri":"http://127.0.0.1/device","expires_in":600}""";

    public const string Tokens = """{"access_token":"a2","refresh_token":"r2","token_type":"Bearer","expires_in":600,"scope":"openid"}""";

    private readonly WebApplication _app;

    private ScriptedAuth(WebApplication app, string address) => (_app, Address) = (app, address);

    public string Address { get; }

    /// <summary>What the device authorization endpoint answers.</summary>
    public string DeviceAnswer { get; set; } = Device;

    /// <summary>
    /// What the token endpoint answers, in order: JSON, an error's name, a status, or nothing where the connection breaks.
    /// </summary>
    public ConcurrentQueue<string> TokenAnswers { get; } = [];

    /// <summary>What the revocation endpoint answers.</summary>
    public int RevocationStatus { get; set; } = 200;

    /// <summary>The forms that were sent, by path.</summary>
    public ConcurrentQueue<(string Path, IFormCollection Form)> Requests { get; } = [];

    public static async Task<ScriptedAuth> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var address = $"http://127.0.0.1:{FreePort.Pick()}";
        app.Urls.Add(address);
        var auth = new ScriptedAuth(app, address);
        app.MapPost("/connect/device-authorization", context => auth.AnswerAsync(context, auth.DeviceAnswer));
        app.MapPost(
            "/connect/token",
            context => auth.AnswerAsync(context, auth.TokenAnswers.TryDequeue(out var answer) ? answer : "invalid_grant")
        );
        app.MapPost("/connect/revoke", context => auth.AnswerAsync(context, $"{auth.RevocationStatus}"));
        app.MapGet("/connect/userinfo", context => auth.AnswerAsync(context, """{"sub":"1","email":"ada@example.com","name":"Ada"}"""));
        await app.StartAsync();
        return auth;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, string answer)
    {
        Requests.Enqueue(
            (context.Request.Path, context.Request.HasFormContentType ? await context.Request.ReadFormAsync() : FormCollection.Empty)
        );
        if (answer.Length == 0)
        {
            context.Abort();
        }
        else if (int.TryParse(answer, out var status))
        {
            context.Response.StatusCode = status;
        }
        else
        {
            context.Response.StatusCode = answer[0] == '{' ? 200 : 400;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(answer[0] == '{' ? answer : $$"""{"error":"{{answer}}"}""");
        }
    }
}
