using System.Net;
using System.Text.Json;
using Capsule.Auth.Tokens;
using Capsule.Testing;
using Npgsql;

namespace Capsule.Auth.Tests.Sessions.Refresh.Model;

/// <summary>Lets steps happen to a session of a new user, and compares each answer and the row with the model.</summary>
internal sealed class FamilyRun(
    ServiceHost<Program> auth,
    NpgsqlDataSource database,
    string email,
    TokenResponse elsewhere,
    Guid session,
    Family family
)
{
    private int _passwords;

    public static async Task RunAsync(ServiceHost<Program> auth, NpgsqlDataSource database, Step[] steps)
    {
        var email = $"{Guid.NewGuid():n}@example.com";
        await auth.SignUpAsync(email, Password(0));
        var elsewhere = await auth.SignInAsync(email, Password(0));
        var tokens = await auth.SignInAsync(email, Password(0));
        var session = (await SignedToken.ReadAsync(auth, tokens.AccessToken)).GetProperty("sid").GetGuid();
        var run = new FamilyRun(auth, database, email, elsewhere, session, new Family { Present = [tokens.RefreshToken!] });
        for (var i = 0; i < steps.Length; i++)
        {
            await run.TakeAsync(steps[i], $"step {i + 1} of {steps.Length}, {steps[i]}");
        }
    }

    private async Task TakeAsync(Step step, string what)
    {
        if (step is Step.Together(var one, var other))
        {
            await TakeBothAsync(family.Meant(one), family.Meant(other), what);
            return;
        }

        var request = family.Meant(step);
        for (var i = step is Step.Repeat repeat ? repeat.Times : 1; i > 0; i--)
        {
            var answer = await AnswerAsync(request);
            await AgreeAsync(what, $"{answer}", [family.After(request, answer)]);
        }
    }

    // Whichever came first: one order must explain both answers and the row.
    private async Task TakeBothAsync(Request one, Request other, string what)
    {
        var answers = await Task.WhenAll(AnswerAsync(one), AnswerAsync(other));
        await AgreeAsync(
            what,
            $"{answers[0]} and {answers[1]}",
            [family.After(one, answers[0])?.After(other, answers[1]), family.After(other, answers[1])?.After(one, answers[0])]
        );
    }

    private async Task AgreeAsync(string what, string answer, Family?[] candidates)
    {
        var row = await FamilyRow.ReadAsync(database, session);
        var possible = candidates.OfType<Family>().ToList();
        Assert.True(possible.Count > 0, $"{what}: the answer {answer} is not by the rules; before: {family}; now: {row}");
        var agreeing = possible.FirstOrDefault(candidate => row.DiffersFrom(candidate) is null);
        Assert.True(
            agreeing is not null,
            $"{what}: {string.Join("; or ", possible.Select(row.DiffersFrom))}; before: {family}; answer: {answer}"
        );
        family = agreeing!;
    }

    private Task<Answer> AnswerAsync(Request request) =>
        request switch
        {
            { Step: Step.Refresh or Step.Repeat, Token: { } token } => RefreshAsync(token),
            { Step: Step.Ask, Token: { } token } => AskAsync(token),
            { Step: Step.GiveBack, Token: { } token } => GiveBackAsync(token),
            { Step: Step.End } => SendAsync(HttpMethod.Delete, $"/api/sessions/{session}", HttpStatusCode.NotFound),
            { Step: Step.EndOthers } => SendAsync(HttpMethod.Delete, "/api/sessions", HttpStatusCode.NotFound),
            { Step: Step.ChangePassword } => ChangePasswordAsync(),
            { Step: Step.Pass(var time) } => ExecuteAsync(
                "update auth.sessions set created_at = created_at - $2, rotated_at = rotated_at - $2, expires_at = expires_at - $2 where id = $1",
                session,
                time
            ),
            { Step: Step.SetActive(var active) } => ExecuteAsync(
                "update auth.users set active = $2 where email = $1::text::public.citext",
                email,
                active
            ),
            _ => throw new ArgumentException($"{request} is not one step.", nameof(request)),
        };

    private async Task<Answer> RefreshAsync(string token) =>
        await auth.TryRefreshAsync(token) is { } tokens ? new Answer(true, tokens.RefreshToken) : new Answer(false);

    private async Task<Answer> AskAsync(string token)
    {
        var (id, secret) = (OtherService.Introspection[0].Value, OtherService.Introspection[1].Value);
        using var response = await auth.PostFormAsync("/connect/introspect", Apps.Basic(id, secret), ("token", token));
        return new Answer((await Apps.ReadAsync<JsonElement>(response)).GetProperty("active").GetBoolean());
    }

    private async Task<Answer> GiveBackAsync(string token)
    {
        using var response = await auth.PostFormAsync("/connect/revoke", null, ("token", token));
        return new Answer(response.IsSuccessStatusCode);
    }

    private async Task<Answer> ChangePasswordAsync()
    {
        var answer = await SendAsync(
            HttpMethod.Put,
            "/api/users/me/password",
            HttpStatusCode.Forbidden,
            new { currentPassword = Password(_passwords), newPassword = Password(_passwords + 1) }
        );
        _passwords += answer.Done ? 1 : 0;
        return answer;
    }

    private async Task<Answer> SendAsync(HttpMethod method, string path, HttpStatusCode refused, object? body = null)
    {
        using var response = await auth.SendAsync(method, path, elsewhere.AccessToken, body);
        Assert.True(response.IsSuccessStatusCode || response.StatusCode == refused, $"{method} {path}: {(int)response.StatusCode}");
        return new Answer(response.IsSuccessStatusCode);
    }

    private async Task<Answer> ExecuteAsync(string sql, params object[] parameters)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(parameters.Select(parameter => new NpgsqlParameter { Value = parameter }).ToArray());
        return new Answer(await command.ExecuteNonQueryAsync() == 1);
    }

    private static string Password(int number) => $"{Accounts.Password} {number}";
}
