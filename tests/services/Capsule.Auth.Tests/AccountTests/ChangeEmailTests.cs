using System.Net;
using System.Net.Http.Json;
using Capsule.Auth.Accounts.EmailAddresses;
using Capsule.Testing;
using static Capsule.Auth.Tests.Accounts;

namespace Capsule.Auth.Tests.AccountTests;

public sealed class ChangeEmailTests
{
    private const string NewEmail = "countess@example.com";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_address_changes_once_both_have_confirmed_whichever_comes_first(bool oldFirst)
    {
        await using var auth = await AuthHost.SharedAsync();
        var access = (await auth.BeginAsync()).AccessToken;
        Assert.Equal(HttpStatusCode.Accepted, (await AskAsync(auth, access)).StatusCode);
        string[] tokens = [await auth.TokenAsync("change-email-old"), await auth.TokenAsync("change-email-new", NewEmail)];
        Assert.Equal(auth.AddressOf(NewEmail), (await auth.EmailsAsync())[^1].Data["newEmail"]);

        Assert.False(await ConfirmAsync(auth, access, tokens[oldFirst ? 0 : 1]));
        await auth.SignInAsync();
        await ServiceCompliance.AssertProblemAsync(
            await auth.PostAsync("confirm-email-change", new { token = tokens[oldFirst ? 0 : 1] }),
            HttpStatusCode.UnprocessableEntity,
            "token"
        );
        Assert.True(await ConfirmAsync(auth, access, tokens[oldFirst ? 1 : 0]));

        await auth.SignInAsync(NewEmail);
        Assert.Equal(HttpStatusCode.Unauthorized, (await auth.TrySignInAsync()).StatusCode);
        Assert.True(await auth.QueryAsync<bool>("select email_verified from mine.users"));
        Assert.Equal(["verify-email", "change-email-old", "email-changed"], await auth.TemplatesAsync());
        Assert.Equal(
            $"{await auth.QueryAsync<Guid>("select id from mine.users")} 2 Active {auth.AddressOf(NewEmail)}",
            await auth.QueryAsync<string>(
                """
                select concat_ws(' ', payload->>'userId', payload->>'version', payload->>'state', payload->>'email') from mine.outbox_messages
                where type like '%:AccountStateChanged' and ordering_key = payload->>'userId'
                """
            )
        );
        await auth.SignUpAsync();
    }

    [Fact]
    public async Task Both_confirmations_at_once_change_it_too()
    {
        await using var auth = await AuthHost.SharedAsync();
        var access = (await auth.BeginAsync()).AccessToken;
        for (var round = 0; round < 5; round++)
        {
            var (before, after) = (round == 0 ? Email : $"ada{round - 1}@example.com", $"ada{round}@example.com");
            await AskAsync(auth, access, after);

            var answers = await Task.WhenAll(
                ConfirmAsync(auth, access, await auth.TokenAsync("change-email-old", before)),
                ConfirmAsync(auth, access, await auth.TokenAsync("change-email-new", after))
            );

            Assert.Equal([false, true], answers.Order());
            Assert.Equal(auth.AddressOf(after), await auth.QueryAsync<string>("select email::text from mine.users"));
        }
    }

    [Fact]
    public async Task An_address_that_somebody_has_gets_the_same_answer_and_never_changes()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync(NewEmail);
        var access = (await auth.BeginAsync()).AccessToken;

        Assert.Equal(HttpStatusCode.Accepted, (await AskAsync(auth, access)).StatusCode);

        Assert.Equal(["verify-email", "email-in-use"], await auth.TemplatesAsync(NewEmail));
        Assert.DoesNotContain("token", (await auth.EmailsAsync(NewEmail))[^1].Data.Keys);
        Assert.False(await ConfirmAsync(auth, access, await auth.TokenAsync("change-email-old")));
    }

    [Fact]
    public async Task An_address_that_was_taken_meanwhile_is_refused_and_the_old_one_stays()
    {
        await using var auth = await AuthHost.SharedAsync();
        var access = (await auth.BeginAsync()).AccessToken;
        await AskAsync(auth, access);
        await ConfirmAsync(auth, access, await auth.TokenAsync("change-email-old"));
        await auth.SignUpAsync(NewEmail);

        var answer = await auth.PostAsync("confirm-email-change", new { token = await auth.TokenAsync("change-email-new", NewEmail) });

        await ServiceCompliance.AssertProblemAsync(answer, HttpStatusCode.Conflict);
        await auth.SignInAsync();
        await auth.SignInAsync(NewEmail);
    }

    [Fact]
    public async Task A_change_that_was_asked_for_again_or_before_the_password_changed_is_void()
    {
        await using var auth = await AuthHost.SharedAsync();
        var access = (await auth.BeginAsync()).AccessToken;
        await AskAsync(auth, access, "first@example.com");
        var first = await auth.TokenAsync("change-email-new", "first@example.com");
        await ServiceCompliance.AssertProblemAsync(await AskAsync(auth, access, NewEmail, wait: false), HttpStatusCode.Conflict);
        Assert.Empty(await auth.EmailsAsync(NewEmail));
        await AskAsync(auth, access, NewEmail);
        await ServiceCompliance.AssertProblemAsync(
            await auth.PostAsync("confirm-email-change", new { token = first }),
            HttpStatusCode.UnprocessableEntity,
            "token"
        );

        await ConfirmAsync(auth, access, await auth.TokenAsync("change-email-old"));
        await auth.SendAsync(
            HttpMethod.Put,
            "/api/users/me/password",
            access,
            new { currentPassword = Password, newPassword = "battery staple horse" }
        );

        var token = await auth.TokenAsync("change-email-new", NewEmail);
        await ServiceCompliance.AssertProblemAsync(
            await auth.PostAsync("confirm-email-change", new { token }),
            HttpStatusCode.UnprocessableEntity,
            "token"
        );
    }

    [Fact]
    public async Task Half_a_confirmation_that_has_expired_counts_for_nothing()
    {
        await using var auth = await AuthHost.SharedAsync();
        var access = (await auth.BeginAsync()).AccessToken;
        await AskAsync(auth, access);
        await ConfirmAsync(auth, access, await auth.TokenAsync("change-email-old"));
        await auth.ExecuteAsync("update mine.account_tokens set expires_at = now() where purpose = 'change-email-old'");

        Assert.False(await ConfirmAsync(auth, access, await auth.TokenAsync("change-email-new", NewEmail)));
        await auth.SignInAsync();
    }

    [Fact]
    public async Task It_takes_the_password_and_another_address()
    {
        await using var auth = await AuthHost.SharedAsync();
        var access = (await auth.BeginAsync()).AccessToken;

        var wrong = await auth.SendAsync(
            HttpMethod.Post,
            "/api/users/me/email",
            access,
            new { newEmail = NewEmail, password = "wrong horse battery" }
        );
        Assert.Equal(
            "urn:capsule:problem:wrong-password",
            (await ServiceCompliance.AssertProblemAsync(wrong, HttpStatusCode.Forbidden)).GetProperty("type").GetString()
        );
        await ServiceCompliance.AssertProblemAsync(await AskAsync(auth, access, "ADA@example.com"), HttpStatusCode.BadRequest, "newEmail");
        await ServiceCompliance.AssertProblemAsync(await AskAsync(auth, access, "none"), HttpStatusCode.BadRequest, "newEmail");
        await ServiceCompliance.AssertProblemAsync(await AskAsync(auth, null!), HttpStatusCode.Unauthorized);
        Assert.Equal(["verify-email"], await auth.TemplatesAsync());
    }

    private static async Task<HttpResponseMessage> AskAsync(
        ServiceHost<Program> auth,
        string access,
        string newEmail = NewEmail,
        bool wait = true
    )
    {
        if (wait)
        {
            await auth.LetTimePassAsync();
        }

        return await auth.SendAsync(HttpMethod.Post, "/api/users/me/email", access, new { newEmail, password = Password });
    }

    private static async Task<bool> ConfirmAsync(ServiceHost<Program> auth, string access, string token)
    {
        using var answer = await auth.SendAsync(HttpMethod.Post, "/api/users/confirm-email-change", access, new { token });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<EmailChangeResponse>())!.Changed;
    }
}
