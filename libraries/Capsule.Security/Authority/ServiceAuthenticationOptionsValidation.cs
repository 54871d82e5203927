using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Capsule.Security;

/// <summary>Reports every invalid setting by name.</summary>
internal sealed class ServiceAuthenticationOptionsValidation(IHostEnvironment environment) : IValidateOptions<ServiceAuthenticationOptions>
{
    private const string Section = ServiceAuthenticationOptions.Section;
    private static readonly TimeSpan MaxClockSkew = TimeSpan.FromMinutes(5);

    public ValidateOptionsResult Validate(string? name, ServiceAuthenticationOptions options)
    {
        var problems = new ValidateOptionsResultBuilder();
        if (!options.HasOwnKeys && AuthorityProblem(options.Authority) is { } problem)
        {
            problems.AddError($"{Section}:Authority is '{options.Authority}'; {problem}");
        }

        if (!IsWebAddress(options.Issuer))
        {
            problems.AddError($"{Section}:Issuer is '{options.Issuer}'; it must be the address in the tokens' issuer claim.");
        }

        if (string.IsNullOrWhiteSpace(options.Audience))
        {
            problems.AddError($"{Section}:Audience is empty; it must be the audience of tokens for this service.");
        }

        if (options.RequireHttpsMetadata == false && !environment.IsDevelopment())
        {
            problems.AddError($"{Section}:RequireHttpsMetadata is false; only Development allows that.");
        }

        if (options.ClockSkew < TimeSpan.Zero || options.ClockSkew > MaxClockSkew)
        {
            problems.AddError($"{Section}:ClockSkew is {options.ClockSkew}; it must be from 0 to {MaxClockSkew}.");
        }

        return problems.Build();
    }

    private string? AuthorityProblem(string authority) =>
        !IsWebAddress(authority) ? "it must be an address such as https://auth."
        : !environment.IsDevelopment() && !authority.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            ? "outside Development it must use https."
        : null;

    private static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https" };
}
