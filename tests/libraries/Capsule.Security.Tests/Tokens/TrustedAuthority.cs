using System.Net;
using Capsule.Testing;
using Capsule.Testing.Tokens;
using static Capsule.Testing.ProtectedService;

namespace Capsule.Security.Tests.Tokens;

/// <summary>One authority with two EC keys and an RSA key and one service that trusts it, for tests that change neither.</summary>
public sealed class TrustedAuthority : IAsyncLifetime
{
    private TestAuthority? _authority;
    private TestService? _service;

    public TestSigningKey Ec { get; } = TestSigningKey.Es256("ec-1");

    public TestSigningKey OtherEc { get; } = TestSigningKey.Es256("ec-2");

    public TestSigningKey Rsa { get; } = TestSigningKey.Rs256("rsa-1");

    public TestSigningKey Key(string kid) => new[] { Ec, OtherEc, Rsa }.Single(key => key.Kid == kid);

    public async ValueTask InitializeAsync()
    {
        _authority = await TestAuthority.StartAsync(0, Ec, OtherEc, Rsa);
        _service = await StartAsync(_authority.Address);

        // A service without keys answers 503, and on a busy machine they may take more than one request's patience to come.
        var good = Ec.Token(TestAuthority.Claims());
        await Eventually.TrueAsync(async () => await StatusAsync(good) == HttpStatusCode.OK, "the service has the keys");
    }

    public async ValueTask DisposeAsync()
    {
        await _service!.DisposeAsync();
        await _authority!.DisposeAsync();
    }

    public async Task<HttpStatusCode> StatusAsync(string token)
    {
        using var response = await _service!.GetAsync("/mine", token);
        return response.StatusCode;
    }

    public async Task AcceptsAsync(string token) => Assert.Equal(HttpStatusCode.OK, await StatusAsync(token));

    /// <summary>Asserts that the token is refused, for this reason if one is given, and that another try gets the same answer.</summary>
    public async Task RefusesAsync(string token, string? detail = null)
    {
        for (var time = 0; time < 2; time++)
        {
            using var response = await _service!.GetAsync("/mine", token);
            var problem = await ProblemAsync(response, HttpStatusCode.Unauthorized, "urn:capsule:problem:invalid-token");
            if (detail is not null)
            {
                Assert.Equal(detail, problem.GetProperty("detail").GetString());
            }
        }
    }
}
