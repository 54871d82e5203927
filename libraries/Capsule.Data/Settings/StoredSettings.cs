using Microsoft.Extensions.Configuration;

namespace Capsule.Data;

/// <summary>The configuration source that overrides all others: the service's run-time settings in <c>service_settings</c>.</summary>
internal sealed class StoredSettings : ConfigurationProvider, IConfigurationSource
{
    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <summary>Replaces all values and notifies monitored options; does nothing when no value changed.</summary>
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
