using Capsule.Auth.SignIn.External;
using Capsule.Auth.SignIn.Providers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace Capsule.Auth.Tests.SignIn.Providers;

public sealed class ProviderSettingsTests
{
    [Fact]
    public void Presets_need_no_more_than_what_the_provider_calls_us()
    {
        var options = new ExternalSignInOptions { RedirectUris = "https://app.example.com/signed-in, com.example.app:/signed-in" };
        options.Providers["google"] = new ProviderOptions { ClientId = "id", ClientSecret = "secret" };
        options.Providers["github-enterprise"] = new ProviderOptions
        {
            Preset = "github",
            ClientId = "id",
            ClientSecret = "secret",
            TokenEndpoint = "https://github.example.com/login/oauth/access_token",
        };

        Assert.Empty(Problems(options, Environments.Production));
    }

    [Theory]
    [InlineData("Google", null, "https://a.example", "id", "s", null, "Auth:External:Providers:Google: a provider's name")]
    [InlineData(
        "acme",
        "gitlab",
        "https://a.example",
        "id",
        "s",
        null,
        "Auth:External:Providers:acme:Preset must be one of google, github."
    )]
    [InlineData("acme", null, "https://a.example", null, "s", null, "Auth:External:Providers:acme:ClientId is missing.")]
    [InlineData("acme", null, "https://a.example", "id", "", null, "Auth:External:Providers:acme:ClientSecret is missing.")]
    [InlineData(
        "acme",
        null,
        null,
        "id",
        "s",
        null,
        "Auth:External:Providers:acme:AuthorizationEndpoint is missing; for OpenID Connect set Auth:External:Providers:acme:Issuer."
    )]
    [InlineData(
        "acme",
        null,
        "http://a.example",
        "id",
        "s",
        null,
        "Auth:External:Providers:acme:Issuer is 'http://a.example': it must be an absolute https address."
    )]
    [InlineData(
        "acme",
        null,
        "a.example",
        "id",
        "s",
        null,
        "Auth:External:Providers:acme:Issuer is 'a.example': it must be an absolute https address."
    )]
    [InlineData(
        "acme",
        null,
        "https://a.example",
        "id",
        "s",
        "header",
        "Auth:External:Providers:acme:TokenAuthentication must be basic or post."
    )]
    public void What_is_wrong_is_named(
        string name,
        string? preset,
        string? issuer,
        string? clientId,
        string? clientSecret,
        string? tokenAuthentication,
        string problem
    )
    {
        var options = new ExternalSignInOptions();
        options.Providers[name] = new ProviderOptions
        {
            Preset = preset,
            Issuer = issuer,
            ClientId = clientId,
            ClientSecret = clientSecret,
            TokenAuthentication = tokenAuthentication,
        };

        Assert.Contains(Problems(options, Environments.Production), text => text.StartsWith(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Addresses_of_apps_and_the_lifetime_are_checked()
    {
        var options = new ExternalSignInOptions { RedirectUris = "https://app.example.com/#fragment", Lifetime = TimeSpan.FromSeconds(1) };

        var problems = Problems(options, Environments.Production);

        Assert.Equal(2, problems.Count);
        Assert.StartsWith("Auth:External:Lifetime", problems[0], StringComparison.Ordinal);
        Assert.StartsWith("Auth:External:RedirectUris has 'https://app.example.com/#fragment'", problems[1], StringComparison.Ordinal);
    }

    private static List<string> Problems(ExternalSignInOptions options, string environment) =>
        [
            .. new ExternalSignInOptionsValidation(new HostingEnvironment { EnvironmentName = environment })
                .Validate(null, options)
                .Failures
                ?? [],
        ];
}
