using Capsule.Testing;
using Microsoft.Extensions.Options;

namespace Capsule.Security.Tests.Tokens;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("Development", "Authentication:Issuer", null)]
    [InlineData("Development", "Authentication:Issuer", "auth")]
    [InlineData("Development", "Authentication:Issuer", "/auth")]
    [InlineData("Development", "Authentication:Authority", "")]
    [InlineData("Development", "Authentication:Authority", "auth")]
    [InlineData("Development", "Authentication:Authority", "ftp://auth")]
    [InlineData("Development", "Authentication:Audience", "")]
    [InlineData("Development", "Authentication:ClockSkew", "-00:00:01")]
    [InlineData("Development", "Authentication:ClockSkew", "30")]
    [InlineData("Production", "Authentication:Authority", "http://auth")]
    [InlineData("Production", "Authentication:RequireHttpsMetadata", "false")]
    public async Task A_service_with_a_setting_that_cannot_be_does_not_start_and_names_it(string environment, string setting, string? value)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            ProtectedService.StartAsync(
                "http://127.0.0.1:1",
                environment: environment,
                settings: [(setting, value), ("Authentication:Authority", "https://auth")]
            )
        );

        Assert.Contains(setting, Assert.Single(exception.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_with_several_such_settings_names_them_all()
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            ProtectedService.StartAsync(
                "http://127.0.0.1:1",
                environment: "Production",
                settings: [("Authentication:Issuer", null), ("Authentication:Audience", " ")]
            )
        );

        Assert.Equal(3, exception.Failures.Count()); // http://auth is the authority unless set.
    }

    [Fact]
    public async Task Outside_Development_a_service_starts_with_an_authority_that_has_TLS()
    {
        await using var service = await ProtectedService.StartAsync(
            "http://127.0.0.1:1",
            environment: "Production",
            settings: ("Authentication:Authority", "https://127.0.0.1:1")
        );

        Assert.True((await service.Client.GetAsync("/open")).IsSuccessStatusCode);
    }
}
