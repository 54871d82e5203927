using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Capsule.Auth.Tests.Credentials.TwoFactor;

namespace Capsule.Auth.Tests.AccountTests;

/// <summary>Faults that users of other tools met with accounts, passwords and sessions.</summary>
public sealed class AccountCaseTests
{
    internal const string NewPassword = "battery staple horse";

    // neiliro/neiliro#55; redhook62/adfsmfa#59: a code was accepted again within its window (RFC 6238, section 5.2).
    [Fact]
    [Trait("Case", "A-AUT-15")]
    public async Task A_code_signs_in_once_and_the_next_one_does_too()
    {
        await using var auth = await AuthHost.SharedAsync();
        var enrolled = await auth.EnrolAsync(await auth.BeginAsync());
        var code = Authenticators.Code(enrolled.Secret);

        var first = await auth.TrySignInWithAsync(code);
        var again = await auth.TrySignInWithAsync(code);
        var next = await auth.TrySignInWithAsync(Authenticators.Code(enrolled.Secret, steps: 1));

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.OK],
            [first.StatusCode, again.StatusCode, next.StatusCode]
        );
    }

    // open-mercato/open-mercato#2242; zitadel/zitadel#9746: status or text told accounts from strangers.
    [Fact]
    [Trait("Case", "A-AUT-22")]
    public async Task Neither_sign_in_reset_nor_sign_up_tells_who_has_an_account()
    {
        await using var auth = await AuthHost.SharedAsync(("Auth:Accounts:RequireVerifiedEmail", "true"));
        await auth.SignUpAsync();
        await auth.PostAsync("verify-email", new { token = await auth.TokenAsync("verify-email"), password = Accounts.Password });
        await auth.SignUpAsync("unconfirmed@example.com");

        var signIns = await Task.WhenAll(
            new[] { Accounts.Email, "unconfirmed@example.com", "nobody@example.com" }.Select(email =>
                ShapeAsync(auth.TrySignInAsync(email, "wrong horse battery"))
            )
        );
        var resets = await Task.WhenAll(
            new[] { Accounts.Email, "nobody@example.com" }.Select(email => ShapeAsync(auth.PostAsync("forgot-password", new { email })))
        );
        var signUps = await Task.WhenAll(
            new[] { Accounts.Email, "somebody@example.com" }.Select(email =>
                ShapeAsync(
                    auth.Client.PostAsJsonAsync(
                        "/api/users",
                        new
                        {
                            email,
                            name = "Somebody",
                            password = NewPassword,
                        }
                    )
                )
            )
        );

        Assert.StartsWith("401", Assert.Single(signIns.Distinct()), StringComparison.Ordinal);
        Assert.StartsWith("202", Assert.Single(resets.Distinct()), StringComparison.Ordinal);
        Assert.StartsWith("201", Assert.Single(signUps.Distinct()), StringComparison.Ordinal);

        // Who reads the address's e-mails does learn of it.
        Assert.Equal("already-registered", (await auth.TemplatesAsync())[^1]);
        Assert.Equal(3L, await auth.QueryAsync<long>("select count(*) from mine.users"));
    }

    // IQSS/dataverse#2888; casdoor/casdoor#4380; Robert-Velhorst/000-LARO#132: a second account by other letter case or blanks.
    [Fact]
    [Trait("Case", "A-AUT-23")]
    public async Task An_address_has_one_account_whatever_its_case_and_the_blanks_around_it()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync("foo@example.com");
        const string Form = "  Foo@Example.COM ";

        var second = await auth.Client.PostAsJsonAsync(
            "/api/users",
            new
            {
                email = Form,
                name = "Other",
                password = NewPassword,
            }
        );
        await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(i =>
                    auth.Client.PostAsJsonAsync(
                        "/api/users",
                        new
                        {
                            email = i % 2 == 0 ? "Bar@example.com" : "bar@example.com",
                            name = "Bar",
                            password = Accounts.Password,
                        }
                    )
                )
        );

        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await auth.TrySignInAsync(Form)).StatusCode);
        await auth.PostAsync("forgot-password", new { email = Form });
        Assert.Contains("reset-password", await auth.TemplatesAsync("foo@example.com"));
        Assert.Equal(
            1L,
            await auth.QueryAsync<long>($"select count(*) from mine.users where email = '{auth.AddressOf("foo@example.com")}'")
        );
        Assert.Equal(
            1L,
            await auth.QueryAsync<long>($"select count(*) from mine.users where email = '{auth.AddressOf("bar@example.com")}'")
        );
    }

    // Status, headers and body without what is different in any two answers.
    private static async Task<string> ShapeAsync(Task<HttpResponseMessage> request)
    {
        using var response = await request;
        var text = await response.Content.ReadAsStringAsync();
        var body =
            text.Length == 0
                ? ""
                : JsonSerializer.Serialize(
                    JsonSerializer
                        .Deserialize<Dictionary<string, JsonElement>>(text)!
                        .Where(member => member.Key is not ("traceId" or "id" or "email"))
                        .ToDictionary(
                            member => member.Key,
                            member =>
                                member.Key == "createdAt" ? $"{member.Value.GetDateTimeOffset().Nanosecond}" : member.Value.GetRawText()
                        )
                );
        return $"{(int)response.StatusCode} {string.Join(',', response.Headers.Select(header => header.Key))} {response.Content.Headers.ContentType} {body}";
    }
}
