using Microsoft.Extensions.Configuration;

namespace Capsule.Data;

/// <summary>
/// The configuration's last source, which overrides all others: what <c>service_settings</c> has of the service's run-time settings.
/// </summary>
internal sealed class StoredSettings : ConfigurationProvider, IConfigurationSource
{
    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <summary>Replaces all values; options that are monitored follow at once. Does nothing when they are as before.</summary>
    public bool Replace(IReadOnlyDictionary<string, string?> values)
    {
        if (values.Count == Data.Count && values.All(pair => Data.TryGetValue(pair.Key, out var value) && value == pair.Value))
        {
            return false;
        }

        Data = values.ToDictionary(StringComparer.OrdinalIgnoreCase);
        OnReload();
        return true;
    }
}
