using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Declares parameters.</summary>
public static class ParameterResourceBuilderExtensions
{
    /// <summary>Declares a parameter; its value is the setting <c>Parameters:name</c>.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddResource(CreateParameter(builder, name, secret));
    }

    /// <summary>Declares a parameter with a value.</summary>
    /// <exception cref="ArgumentException">A secret would be written into the manifest.</exception>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(builder);
        if (publishValueAsDefault && secret)
        {
            throw new ArgumentException("A parameter cannot be both secret and published as a default value.", nameof(secret));
        }

        return builder.AddResource(new ParameterResource(name, _ => value, secret)
        {
            Default = publishValueAsDefault ? new ConstantParameterDefault(value) : null,
        });
    }

    /// <summary>A password that is generated unless the setting <c>Parameters:name</c> gives one; not added to the application.</summary>
    public static ParameterResource CreateDefaultPasswordParameter(IDistributedApplicationBuilder builder, string name, bool special = true)
    {
        var parameter = CreateParameter(builder, name, secret: true);
        parameter.Default = new GenerateParameterDefault(special);
        return parameter;
    }

    private static ParameterResource CreateParameter(IDistributedApplicationBuilder builder, string name, bool secret)
    {
        var key = $"Parameters:{name}";
        return new ParameterResource(name, Value, secret);

        // An environment variable's name cannot contain the hyphens of a parameter's name.
        string Value(ParameterDefault? fallback) => builder.Configuration[key]
            ?? builder.Configuration[key.Replace('-', '_')]
            ?? fallback?.GetDefaultValue()
            ?? throw new MissingParameterValueException(
                $"Parameter resource could not be used because configuration key '{key}' is missing and the Parameter has no default value.");
    }
}
