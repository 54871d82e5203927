using System.Diagnostics;
using Capsule.Testing;

namespace Capsule.Auth.Tests.ExternalSignIn.Provider;

/// <summary>npm's oidc-provider, a certified OpenID provider, as a process of its own; shared by the tests of a class.</summary>
public sealed class OidcProviderProcess : IAsyncLifetime
{
    public const string ClientId = "capsule";
    public const string ClientSecret = "a secret of tests + and %";

    private const string Package = "oidc-provider@9.13.3";
    private const string Script = "provider.mjs";
    private static readonly TimeSpan InstallDeadline = TimeSpan.FromMinutes(2);
    private Process? _process;

    /// <summary>Its issuer, as in <c>http://127.0.0.1:1234</c>.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Why it does not run; null when it does.</summary>
    public string? Missing { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (Find("node") is not { } node || Find("npm") is not { } npm)
        {
            Missing = "Node.js and npm are not installed: oidc-provider runs on them.";
            return;
        }

        var folder = Path.Combine(Path.GetTempPath(), "capsule-tests-" + Package.Replace('@', '-'));
        await InstallAsync(npm, folder);
        if (Missing is null)
        {
            await StartAsync(node, folder);
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

    // Moved into place when it is whole: another test run may be installing it as well.
    private async Task InstallAsync(string npm, string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        var work = Directory.CreateTempSubdirectory("capsule-tests-oidc-");
        using var install = Start(npm, work.FullName, "install", Package, "--no-audit", "--no-fund", "--loglevel", "error");
        install.StandardInput.Close();
        var errors = install.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(InstallDeadline);
        await install.WaitForExitAsync(deadline.Token);
        if (install.ExitCode != 0)
        {
            Missing = $"npm cannot install {Package}: {await errors}";
            return;
        }

        try
        {
            Directory.Move(work.FullName, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            work.Delete(recursive: true);
        }
    }

    private async Task StartAsync(string node, string folder)
    {
        // Beside its packages, which is where Node looks for them.
        var script = Path.Combine(folder, $"{Guid.NewGuid():n}-{Script}");
        File.Copy(Path.Combine(RepositoryFolder.Root, "tests/Capsule.Auth.Tests/ExternalSignIn/Provider", Script), script);
        var port = OwnRedis.FreePort();
        Address = $"http://127.0.0.1:{port}";
        _process = Start(node, folder, script, $"{port}", string.Join(',', ProviderHosts.Names.Select(ProviderHosts.Callback)));
        var errors = _process.StandardError.ReadToEndAsync();
        var line = await _process.StandardOutput.ReadLineAsync();
        File.Delete(script);
        Assert.True(line == "listening", line is null ? await errors : line);
    }

    private static Process Start(string program, string folder, params string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
    })!;

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
