using System.Net;
using Capsule.Auth.Credentials.Passwords;
using Capsule.Auth.Users;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Auth.Tests.Credentials.Passwords;

public sealed class PasswordHashingTests
{
    [Fact]
    public async Task A_storm_of_sign_ins_is_told_to_come_back_and_nobody_else_is_kept_waiting()
    {
        await using var auth = await AuthHost.StartAsync(
            ("Auth:Passwords:Concurrency", "1"),
            ("Auth:Passwords:QueueLength", "2"),
            ("Auth:Passwords:Iterations", "300000")
        );
        var token = (await auth.BeginAsync()).AccessToken;

        var storm = Enumerable.Range(0, 40).Select(_ => auth.TrySignInAsync()).ToList();
        while (!storm.TrueForAll(attempt => attempt.IsCompleted))
        {
            Assert.Equal(HttpStatusCode.OK, (await auth.SendAsync(HttpMethod.Get, "/api/users/me", token)).StatusCode);
        }

        var answers = (await Task.WhenAll(storm)).ToLookup(answer => answer.StatusCode);
        Assert.NotEmpty(answers[HttpStatusCode.OK]);
        Assert.NotEmpty(answers[HttpStatusCode.ServiceUnavailable]);
        Assert.Equal(40, answers[HttpStatusCode.OK].Count() + answers[HttpStatusCode.ServiceUnavailable].Count());
        var busy = answers[HttpStatusCode.ServiceUnavailable].First();
        Assert.Equal(TimeSpan.FromSeconds(2), busy.Headers.RetryAfter?.Delta);
        await ServiceCompliance.AssertProblemAsync(busy, HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Nothing_is_hashed_or_checked_inside_a_transaction()
    {
        await using var auth = await AuthHost.SharedAsync();

        await auth.InScopeAsync(async services =>
        {
            var passwords = services.GetRequiredService<PasswordHashing>();
            await using var transaction = await services.GetRequiredService<AuthDbContext>().Database.BeginTransactionAsync();

            await Assert.ThrowsAsync<InvalidOperationException>(() =>
                passwords.HashAsync(new User { Name = "" }, "any", CancellationToken.None)
            );
            await Assert.ThrowsAsync<InvalidOperationException>(() => passwords.VerifyAsync(null, "any", CancellationToken.None));
        });
    }

    [Fact]
    public async Task A_password_is_stored_with_the_iterations_that_are_asked_for()
    {
        await using var auth = await AuthHost.SharedAsync(("Auth:Passwords:Iterations", "220000"));
        await auth.SignUpAsync();

        // Version 3 of Identity's format: marker, PRF (2 is HMAC-SHA512), iterations.
        var hash = Convert.FromBase64String(await auth.QueryAsync<string>("select password_hash from mine.users"));
        Assert.Equal(
            (1, 2u, 220_000u),
            (
                hash[0],
                System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(1)),
                System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(5))
            )
        );
    }
}
