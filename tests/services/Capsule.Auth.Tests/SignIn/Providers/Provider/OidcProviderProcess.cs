using System.Diagnostics;
using Capsule.Testing;

namespace Capsule.Auth.Tests.SignIn.Providers.Provider;

/// <summary>npm's oidc-provider, a certified OpenID provider, as a process of its own; shared by the tests of a class.</summary>
public sealed class OidcProviderProcess : IAsyncLifetime
{
    public const string ClientId = "capsule";
    public const string ClientSecret = "a secret of tests + and %";

    private const string Package = "oidc-provider@9.13.3";
    private const string Script = "provider.mjs";
    private Process? _process;

    /// <summary>Its issuer, as in <c>http://127.0.0.1:1234</c>.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Why it does not run; null when it does.</summary>
    public string? Missing { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var packages = await NodePackages.InstallAsync(Package);
        Missing = packages.Missing;
        if (Missing is null)
        {
            await StartAsync(packages);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }

    private async Task StartAsync(NodePackages packages)
    {
        // Beside its packages, which is where Node looks for them.
        var script = $"{Guid.NewGuid():n}-{Script}";
        var copy = Path.Combine(packages.Folder, script);
        File.Copy(Path.Combine(RepositoryFolder.Root, "tests/services/Capsule.Auth.Tests/SignIn/Providers/Provider", Script), copy);
        var port = OwnRedis.FreePort();
        Address = $"http://127.0.0.1:{port}";
        _process = packages.Start(script, $"{port}", string.Join(',', ProviderHosts.Names.Select(ProviderHosts.Callback)));
        var errors = _process.StandardError.ReadToEndAsync();
        var line = await _process.StandardOutput.ReadLineAsync();
        File.Delete(copy);
        Assert.True(line == "listening", line is null ? await errors : line);
    }
}
