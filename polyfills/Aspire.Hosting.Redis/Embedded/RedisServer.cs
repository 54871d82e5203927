using System.Globalization;
using System.Text;

namespace Aspire.Hosting.Embedded;

/// <summary>A Redis server, reachable on the loopback interface only.</summary>
internal sealed class RedisServer(ServerSite site, RedisSettings settings) : EmbeddedServer(site)
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public override ServerPackage Package => new("redis-server");

    /// <inheritdoc/>
    public override string UserName => "redis";

    /// <inheritdoc/>
    public override bool IsInstalled => Program is not null;

    private string? Program => Site.FindProgram("redis-server");

    /// <inheritdoc/>
    protected override Task<ChildProcess> StartInAsync(DataFolder folder, CancellationToken cancellationToken)
    {
        folder.Write("redis.conf", Configuration(folder), User);
        return ChildProcess.StartAsync(
            new ChildStart(Program!, [folder["redis.conf"]]) { WorkingDirectory = folder.Path, User = User }, Site.Log);
    }

    /// <inheritdoc/>
    public override async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        var authenticate = settings.Password is { } password
            ? string.Create(CultureInfo.InvariantCulture, $"*2\r\n$4\r\nAUTH\r\n${Encoding.UTF8.GetByteCount(password)}\r\n{password}\r\n")
            : "";
        var expected = settings.Password is null ? "+PONG\r\n" : "+OK\r\n+PONG\r\n";
        var answer = await LoopbackProbe.AskAsync(
            Site.Port, Encoding.UTF8.GetBytes(authenticate + "*1\r\n$4\r\nPING\r\n"), expected.Length, AnswerTime, cancellationToken);
        return Encoding.ASCII.GetString(answer) == expected;
    }

    private string Configuration(DataFolder folder)
    {
        var text = new StringBuilder()
            .AppendLine("bind 127.0.0.1")
            .AppendLine(CultureInfo.InvariantCulture, $"port {Site.Port}")
            .AppendLine(CultureInfo.InvariantCulture, $"dir {Quoted(folder.Path)}")
            .AppendLine(folder.IsTemporary ? "appendonly no" : "appendonly yes")
            .AppendLine(settings.SnapshotEvery is { } every
                ? string.Create(CultureInfo.InvariantCulture, $"save {(long)every.TotalSeconds} {settings.SnapshotChanges}")
                : "save \"\"");
        if (settings.Password is { } password)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"requirepass {Quoted(password)}");
        }

        return text.ToString();
    }

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
