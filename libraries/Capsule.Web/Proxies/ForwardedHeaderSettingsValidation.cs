using Microsoft.Extensions.Options;

namespace Capsule.Web;

/// <summary>Reports every invalid setting by name.</summary>
internal sealed class ForwardedHeaderSettingsValidation : IValidateOptions<ForwardedHeaderSettings>
{
    private const string Section = ForwardedHeaderSettings.Section;
    private const int MaxHops = 16;

    public ValidateOptionsResult Validate(string? name, ForwardedHeaderSettings options)
    {
        var problems = new ValidateOptionsResultBuilder();
        foreach (var part in options.Parts.Where(static part => ForwardedHeaderSettings.Network(part) is null))
        {
            problems.AddError(
                $"{Section}:TrustedNetworks contains \"{part}\"; it must be a comma-separated list of addresses or networks such "
                    + "as 10.0.0.0/8, but not all addresses."
            );
        }

        if (options.Hops is < 1 or > MaxHops)
        {
            problems.AddError(
                $"{Section}:Hops is {options.Hops}; it must be the number of proxies in front of the service, from 1 to {MaxHops}."
            );
        }

        return problems.Build();
    }
}
