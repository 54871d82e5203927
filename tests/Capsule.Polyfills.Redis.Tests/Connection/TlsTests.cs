using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Capsule.Polyfills.Redis.Tests.Support;
using StackExchange.Redis;

namespace Capsule.Polyfills.Redis.Tests.Connection;

public sealed class TlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("capsule-tls").FullName;

    [Fact]
    public async Task Commands_and_messages_go_over_TLS()
    {
        using var certificate = MakeCertificate();
        await using var server = await StartAsync();
        var options = server.Options("ssl=true");
        options.CertificateValidation += (_, presented, _, _) => presented?.GetCertHashString() == certificate.GetCertHashString();
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync(options);
        var large = new byte[300_000];
        Random.Shared.NextBytes(large);

        var queue = await multiplexer.GetSubscriber().SubscribeAsync(RedisChannel.Literal("channel"));
        await multiplexer.GetDatabase().StringSetAsync("key", large);
        await multiplexer.GetDatabase().PublishAsync(RedisChannel.Literal("channel"), "over TLS");

        Assert.Equal(large, (byte[]?)await multiplexer.GetDatabase().StringGetAsync("key"));
        Assert.Equal("over TLS", (await queue.ReadAsync()).Message);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        using var certificate = MakeCertificate();
        await using var server = await StartAsync();

        var failure = await Assert.ThrowsAsync<RedisConnectionException>(() => ConnectionMultiplexer.ConnectAsync(server.Options("ssl=true")));

        Assert.Equal(ConnectionFailureType.AuthenticationFailure, failure.FailureType);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<bool> HasTlsAsync()
    {
        using var process = Process.Start(new ProcessStartInfo("redis-server", ["--tls-port", "-1"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return !said.Contains("Bad directive", StringComparison.Ordinal);
    }

    private async Task<OwnRedis> StartAsync()
    {
        Assert.SkipUnless(await HasTlsAsync(), "This redis-server is built without TLS.");
        return await OwnRedis.StartAsync(
            "--port", "0", "--tls-port", "{port}", "--tls-auth-clients", "no",
            "--tls-cert-file", Path.Combine(_folder, "cert.pem"), "--tls-key-file", Path.Combine(_folder, "key.pem"),
            "--tls-ca-cert-file", Path.Combine(_folder, "cert.pem"));
    }

    private X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Path.Combine(_folder, "cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        return certificate;
    }
}
