using Capsule.Cli.Credentials;

namespace Capsule.Cli.Tests.Login;

/// <summary>A user's folder of settings, of its own, and <c>capsule</c> run with it.</summary>
internal sealed class ConfigFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("capsule-config-").FullName;

    public ConfigFolder() => Variables = new Dictionary<string, string> { ["XDG_CONFIG_HOME"] = _path };

    /// <summary>The environment that names it.</summary>
    public Dictionary<string, string> Variables { get; }

    /// <summary>The file of logins.</summary>
    public string File => Path.Combine(_path, "capsule", "credentials.json");

    /// <summary>What reads and writes it.</summary>
    public CredentialFile Credentials =>
        CredentialFile.Of(
            new CliHost
            {
                Environment = Variables,
                Folder = _path,
                Output = TextWriter.Null,
                Error = TextWriter.Null,
            }
        );

    /// <summary>Keeps a login.</summary>
    public async Task KeepAsync(string address, string accessToken, string refreshToken, TimeSpan lifetime)
    {
        using var held = await Credentials.LockAsync(CancellationToken.None);
        var now = TimeProvider.System.GetUtcNow();
        await Credentials.SetAsync(new Uri(address), new StoredLogin(accessToken, refreshToken, now + lifetime, "openid", now));
    }

    /// <summary>Runs <c>capsule</c> in this process.</summary>
    public Task<CapsuleRun> RunAsync(params string[] arguments) => CapsuleRun.InAsync(_path, Variables, arguments);

    /// <summary>Likewise, in a host that is changed in some way.</summary>
    public Task<CapsuleRun> RunAsync(Func<CliHost, CliHost> change, params string[] arguments) =>
        CapsuleRun.InAsync(_path, Variables, change, arguments);

    /// <summary>Starts <c>capsule</c> as a process of its own.</summary>
    public CapsuleProcess Start(params string[] arguments) => CapsuleProcess.Start(_path, Variables, arguments);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
