using Capsule.Auth.Tests.SignIn.Providers.Provider;
using Capsule.Testing;

namespace Capsule.Auth.Tests.SignIn.Providers;

/// <summary>An auth and the fake provider that it trusts, shared by tests that change only the provider's answers.</summary>
public sealed class TrustingHost : IAsyncLifetime
{
    private FakeProvider? _fake;
    private ServiceHost<Program>? _auth;

    /// <summary>Starts one that trusts a provider.</summary>
    internal static Task<ServiceHost<Program>> StartAsync(FakeProvider fake) =>
        AuthHost.StartAsync([.. ProviderHosts.Secrets("fake"), ("Auth:External:Providers:fake:Issuer", fake.Address)]);

    internal void Deconstruct(out FakeProvider fake, out ServiceHost<Program> auth) => (fake, auth) = (_fake!, _auth!);

    public async ValueTask InitializeAsync()
    {
        _fake = await FakeProvider.StartAsync();
        _auth = await StartAsync(_fake);
    }

    public async ValueTask DisposeAsync()
    {
        await (_auth?.DisposeAsync() ?? default);
        await (_fake?.DisposeAsync() ?? default);
    }
}
