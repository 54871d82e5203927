using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Capsule.Security;

/// <summary>Reports every invalid setting by name.</summary>
internal sealed class IntrospectionOptionsValidation(IHostEnvironment environment) : IValidateOptions<IntrospectionOptions>
{
    private const string Section = IntrospectionOptions.Section;
    private const int MinSecretLength = 32;

    public ValidateOptionsResult Validate(string? name, IntrospectionOptions options)
    {
        var problems = new ValidateOptionsResultBuilder();
        if (string.IsNullOrEmpty(options.ClientId) != string.IsNullOrEmpty(options.ClientSecret))
        {
            problems.AddError($"{Section}:ClientId and {Section}:ClientSecret must both be set, or neither.");
        }
        else if (!environment.IsDevelopment() && options.ClientSecret.Length is > 0 and < MinSecretLength)
        {
            problems.AddError(
                $"{Section}:ClientSecret has {options.ClientSecret.Length} characters; outside Development it must have at least "
                    + $"{MinSecretLength}."
            );
        }

        if (options.CacheDuration < TimeSpan.Zero || options.CacheDuration > IntrospectionOptions.MaxCacheDuration)
        {
            problems.AddError(
                $"{Section}:CacheDuration is {options.CacheDuration}; it must be from 0 to {IntrospectionOptions.MaxCacheDuration}."
            );
        }

        if (options.Concurrency < 1)
        {
            problems.AddError($"{Section}:Concurrency is {options.Concurrency}; it must be at least 1.");
        }

        return problems.Build();
    }
}
