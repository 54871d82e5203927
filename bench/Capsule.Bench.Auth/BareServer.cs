using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Capsule.Bench.Auth;

/// <summary>Kestrel, a minimal API and Npgsql with prepared statements and nothing else: the same statements, for any caller.</summary>
internal static class BareServer
{
    public const string Verb = "bare";
    public const string Alive = "/alive";
    public const string Refresh = "/refresh";
    public const string SignedRefresh = "/signed/refresh";
    public const string Client = "/client";
    public const string Sessions = "/sessions";
    public const string VerifiedSessions = "/verified/sessions";
    private const int Connections = 20;

    public static async Task RunAsync(string connectionString, string authority)
    {
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connectionString)
            {
                MaxPoolSize = Connections,
                MinPoolSize = 5,
                MaxAutoPrepare = 50,
                ApplicationName = "bare",
            }.ConnectionString
        );
        var statements = new BareStatements(source);
        var signatures = await SignaturesAsync(authority);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.MapGet(Alive, () => "fine");

        // Each lambda has a second parameter, because a lambda with only an HttpContext is a RequestDelegate, whose result is ignored.
        app.MapPost(
            Refresh,
            async (HttpContext context, CancellationToken cancellationToken) =>
                TypedResults.Ok(await statements.RefreshAsync(await TokenAsync(context), cancellationToken))
        );
        app.MapPost(
            SignedRefresh,
            async (HttpContext context, CancellationToken cancellationToken) =>
            {
                var answer = await statements.RefreshAsync(await TokenAsync(context), cancellationToken);
                return TypedResults.Ok(answer with { AccessToken = signatures.Sign(answer.AccessToken) });
            }
        );
        app.MapPost(
            Client,
            async (HttpContext context, CancellationToken cancellationToken) =>
            {
                var form = await context.Request.ReadFormAsync(cancellationToken);
                var answer = await statements.ClientTokenAsync(
                    form["client_id"].ToString(),
                    form["client_secret"].ToString(),
                    cancellationToken
                );
                return TypedResults.Ok(answer with { AccessToken = signatures.Sign(answer.AccessToken) });
            }
        );
        app.MapGet(
            Sessions,
            async (Guid user, Guid current, CancellationToken cancellationToken) =>
                TypedResults.Ok(await statements.ListAsync(user, current, cancellationToken))
        );
        app.MapGet(
            VerifiedSessions,
            async (Guid user, Guid current, HttpContext context, CancellationToken cancellationToken) =>
            {
                signatures.Verify(context.Request.Headers.Authorization.ToString()["Bearer ".Length..]);
                return TypedResults.Ok(await statements.ListAsync(user, current, cancellationToken));
            }
        );
        await app.RunAsync();
    }

    private static async Task<string> TokenAsync(HttpContext context) =>
        (await context.Request.ReadFormAsync(context.RequestAborted))["refresh_token"].ToString();

    private static async Task<BareSignatures> SignaturesAsync(string authority)
    {
        using var http = new HttpClient();
        var keys = await http.GetFromJsonAsync<KeySet>($"{authority}/.well-known/jwks.json");
        return new BareSignatures(keys!.Keys[0].X, keys.Keys[0].Y);
    }

    private sealed record KeySet(KeyOfSet[] Keys);

    private sealed record KeyOfSet(string X, string Y);
}
