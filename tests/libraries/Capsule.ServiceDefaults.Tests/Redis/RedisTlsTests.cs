using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Capsule.Testing;

namespace Capsule.ServiceDefaults.Tests.Redis;

/// <summary>Redis over TLS, with a certificate that the service trusts or does not.</summary>
public sealed class RedisTlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("capsule-tls").FullName;

    [Fact]
    public async Task Everything_goes_over_TLS_where_the_certificate_is_trusted()
    {
        using var certificate = MakeCertificate();
        await using var redis = await StartAsync();
        await using var service = await RedisUser.StartAsync(
            ("REDIS_URL", $"rediss://:secret@{redis.Address}/0"),
            $"{redis.Address},ssl=true,password=secret",
            options => options.TrustIssuer(certificate)
        );

        await service.AssertWorksAsync(TimeSpan.FromSeconds(10), options => options.TrustIssuer(certificate));
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_an_outage()
    {
        using var certificate = MakeCertificate();
        await using var redis = await StartAsync();
        await using var service = await RedisUser.StartAsync(("REDIS_URL", $"rediss://:secret@{redis.Address}"), "");

        await service.AssertWorksWithoutAsync();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<OwnRedis> StartAsync() =>
        OwnRedis.StartAsync(
            "--port",
            "0",
            "--tls-port",
            "{port}",
            "--tls-auth-clients",
            "no",
            "--requirepass",
            "secret",
            "--tls-cert-file",
            Path.Combine(_folder, "cert.pem"),
            "--tls-key-file",
            Path.Combine(_folder, "key.pem"),
            "--tls-ca-cert-file",
            Path.Combine(_folder, "cert.pem")
        );

    private X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true)
        );
        var now = TimeProvider.System.GetUtcNow();
        var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Path.Combine(_folder, "cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        return certificate;
    }
}
