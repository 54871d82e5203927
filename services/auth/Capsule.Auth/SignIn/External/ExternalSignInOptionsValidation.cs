using System.Text.RegularExpressions;
using Capsule.Auth.Credentials.Logins;
using Capsule.Auth.Protocol;
using Capsule.Auth.SignIn.Attempts;
using Capsule.Auth.SignIn.Providers;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.SignIn.External;

/// <summary>Validates the settings of providers, and names the setting that is wrong.</summary>
internal sealed partial class ExternalSignInOptionsValidation(IHostEnvironment environment) : IValidateOptions<ExternalSignInOptions>
{
    private static readonly TimeSpan MaxLifetime = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, ExternalSignInOptions options)
    {
        var problems = options.Providers.SelectMany(provider => Problems(provider.Key, provider.Value)).ToList();
        if (options.Lifetime < TimeSpan.FromMinutes(1) || options.Lifetime > MaxLifetime)
        {
            problems.Add($"{ExternalSignInOptions.Section}:Lifetime must be from a minute to an hour.");
        }

        problems.AddRange(
            AllowedRedirects
                .Split(options.RedirectUris)
                .Where(address => !RedirectUris.IsOne(address))
                .Select(address => $"{ExternalSignInOptions.Section}:RedirectUris has '{address}': they {RedirectUris.Rule}")
        );
        return problems.Count > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }

    private IEnumerable<string> Problems(string name, ProviderOptions given)
    {
        var place = $"{ExternalSignInOptions.Section}:Providers:{name}";
        if (!ProviderName().IsMatch(name))
        {
            yield return $"{place}: a provider's name has 1 to {SignInAttemptConfiguration.MaxProviderLength} small letters, digits and hyphens.";
        }

        if (given.Preset is { } preset && !ProviderPresets.Names.Contains(preset))
        {
            yield return $"{place}:Preset must be one of {string.Join(", ", ProviderPresets.Names)}.";
        }

        var options = ProviderPresets.Complete(name, given);
        var instead = $"; for OpenID Connect set {place}:Issuer";
        foreach (var (setting, value) in Required(options).Where(setting => string.IsNullOrWhiteSpace(setting.Value)))
        {
            yield return $"{place}:{setting} is missing{(setting == nameof(options.AuthorizationEndpoint) ? instead : "")}.";
        }

        var alternative = environment.IsDevelopment() ? " (or http, in Development)" : "";
        foreach (var (setting, address) in Addresses(options).Where(setting => setting.Value is not null && !IsAddress(setting.Value)))
        {
            yield return $"{place}:{setting} is '{address}': it must be an absolute https address{alternative}.";
        }

        if (options.TokenAuthentication is not (null or TokenAuthentications.Basic or TokenAuthentications.Post))
        {
            yield return $"{place}:TokenAuthentication must be {TokenAuthentications.Basic} or {TokenAuthentications.Post}.";
        }
    }

    private static IEnumerable<(string Setting, string? Value)> Required(ProviderOptions options) =>
        [
            (nameof(options.ClientId), options.ClientId),
            (nameof(options.ClientSecret), options.ClientSecret),
            .. options.Issuer is not null
                ? Array.Empty<(string, string?)>()
                :
                [
                    (nameof(options.AuthorizationEndpoint), options.AuthorizationEndpoint),
                    (nameof(options.TokenEndpoint), options.TokenEndpoint),
                    (nameof(options.UserInfoEndpoint), options.UserInfoEndpoint),
                ],
        ];

    private static IEnumerable<(string Setting, string? Value)> Addresses(ProviderOptions options) =>
        [
            (nameof(options.Issuer), options.Issuer),
            (nameof(options.AuthorizationEndpoint), options.AuthorizationEndpoint),
            (nameof(options.TokenEndpoint), options.TokenEndpoint),
            (nameof(options.UserInfoEndpoint), options.UserInfoEndpoint),
            (nameof(options.EmailsEndpoint), options.EmailsEndpoint),
        ];

    private bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && environment.IsDevelopment()));

    [GeneratedRegex("^[a-z0-9-]{1,32}$")]
    private static partial Regex ProviderName();
}
