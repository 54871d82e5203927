using Capsule.Polyfills.JwtBearer.Tests.Support;
using Capsule.Testing.Tokens;

[assembly: AssemblyFixture(typeof(BearerFixture))]

namespace Capsule.Polyfills.JwtBearer.Tests.Support;

/// <summary>One authority with an EC and an RSA key, and one service that trusts it, for all tests that change neither.</summary>
public sealed class BearerFixture : IAsyncLifetime
{
    private TestAuthority? _authority;
    private BearerService? _service;

    public TestSigningKey Ec { get; } = TestSigningKey.Es256("ec-1");

    public TestSigningKey OtherEc { get; } = TestSigningKey.Es256("ec-2");

    public TestSigningKey Rsa { get; } = TestSigningKey.Rs256("rsa-1");

    internal BearerService Service => _service!;

    public async ValueTask InitializeAsync()
    {
        _authority = await TestAuthority.StartAsync(0, Ec, OtherEc, Rsa);
        _service = await BearerService.StartAsync(_authority, options => options.TokenValidationParameters.ValidAlgorithms = ["ES256", "RS256"]);
    }

    public async ValueTask DisposeAsync()
    {
        await _service!.DisposeAsync();
        await _authority!.DisposeAsync();
    }
}
