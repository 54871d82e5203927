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
            problems.AddError($"{Section}:Issuer is '{options.Issuer}'; it must be the address that tokens name as their issuer.");
        }

        if (string.IsNullOrWhiteSpace(options.Audience))
        {
            problems.AddError($"{Section}:Audience is empty; it must be the name that tokens for this service carry.");
        }

        if (options.RequireHttpsMetadata == false && !environment.IsDevelopment())
        {
            problems.AddError($"{Section}:RequireHttpsMetadata is false; it may be so in Development only.");
        }

        if (options.ClockSkew < TimeSpan.Zero || options.ClockSkew > MaxClockSkew)
        {
            problems.AddError($"{Section}:ClockSkew is {options.ClockSkew}; it must be from nothing to {MaxClockSkew}.");
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
