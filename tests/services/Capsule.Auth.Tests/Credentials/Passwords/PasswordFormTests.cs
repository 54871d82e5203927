using System.Net;
using System.Text;
using Capsule.Auth.Credentials.Passwords;
using Capsule.Auth.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Tests.Credentials.Passwords;

public sealed class PasswordFormTests
{
    private const string Composed = "Z\u00fcrich-Caf\u00e9-2027!";
    private const string Decomposed = "Zu\u0308rich-Cafe\u0301-2027!";

    // ulsklyc/yuvomi#608; benavlabs/crudauth#32: the same letters from another keyboard were a wrong password.
    [Theory]
    [Trait("Case", "A-AUT-12")]
    [InlineData(Composed, Decomposed)]
    [InlineData(Decomposed, Composed)]
    public async Task A_password_is_right_whichever_way_its_letters_are_composed(string signUp, string signIn)
    {
        await using var auth = await AuthHost.SharedAsync();
        var email = $"{Guid.NewGuid():n}@example.com";
        await auth.SignUpAsync(email, signUp);

        await auth.SignInAsync(email, signIn);
        await auth.SignInAsync(email, signUp);
        Assert.Equal(HttpStatusCode.Unauthorized, (await auth.TrySignInAsync(email, "Zurich-Cafe-2027!")).StatusCode);
    }

    [Theory]
    [Trait("Case", "A-AUT-12")]
    [InlineData(Composed)]
    [InlineData(Decomposed)]
    public async Task A_hash_of_before_is_accepted_in_either_form_and_replaced(string stored)
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync();
        var hasher = new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = 1000 }));
        var before = hasher.HashPassword(new User { Name = "" }, stored);
        await auth.ExecuteAsync($"update mine.users set password_hash = '{before}'");

        await auth.SignInAsync(password: Composed);
        await auth.ExecuteAsync($"update mine.users set password_hash = '{before}'");
        await auth.SignInAsync(password: Decomposed);

        var after = await auth.QueryAsync<string>("select password_hash from mine.users");
        Assert.Equal(PasswordVerificationResult.Success, hasher.VerifyHashedPassword(new User { Name = "" }, after, Composed));
    }

    // jeremyevans/rodauth#4: a NUL byte ended the password for the hasher.
    [Fact]
    [Trait("Case", "A-AUT-14")]
    public async Task A_password_does_not_end_with_a_NUL()
    {
        await using var auth = await AuthHost.SharedAsync();
        var body = $$"""{"email":"{{Guid.NewGuid():n}}@example.com","name":"Ada","password":"\u0000secret-tail-1"}""";

        var response = await auth.Client.PostAsync("/api/users", new StringContent(body, Encoding.UTF8, "application/json"));

        await Capsule.Testing.ServiceCompliance.AssertProblemAsync(response, HttpStatusCode.BadRequest, "password");
    }

    // Of Unicode's NormalizationTest.txt.
    [Theory]
    [InlineData("\u1e0a\u0323", "\u1e0c\u0307")]
    [InlineData("\u1100\u1161\u11a8", "\uac01")]
    [InlineData("\u212b", "\u00c5")]
    [InlineData("\ufb01 \u2460", "\ufb01 \u2460")]
    [InlineData("plain ascii", "plain ascii")]
    public void The_stored_form_is_NFC(string text, string expected) => Assert.Equal(expected, PasswordForms.Composed(text));
}
