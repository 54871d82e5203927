using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace Aspire.StackExchange.Redis;

/// <summary>The settings of one client, found by the name of its options.</summary>
internal sealed record ClientSettings(StackExchangeRedisSettings Settings);

/// <summary>Makes a client's options from its configuration string; what else is configured comes on top.</summary>
internal sealed class ConfigurationOptionsFactory(
    IServiceProvider services,
    IEnumerable<IConfigureOptions<ConfigurationOptions>> setups,
    IEnumerable<IPostConfigureOptions<ConfigurationOptions>> postConfigures,
    IEnumerable<IValidateOptions<ConfigurationOptions>> validations)
    : OptionsFactory<ConfigurationOptions>(setups, postConfigures, validations)
{
    protected override ConfigurationOptions CreateInstance(string name)
    {
        var connectionString = services.GetKeyedService<ClientSettings>(name)?.Settings.ConnectionString;
        var options = connectionString is null ? base.CreateInstance(name) : ConfigurationOptions.Parse(connectionString);
        if (options.Defaults.GetType() == typeof(DefaultOptionsProvider))
        {
            options.Defaults = new AspireDefaults();
        }

        return options;
    }

    /// <summary>Redis may be down when a service starts: it is tried on in the background.</summary>
    private sealed class AspireDefaults : DefaultOptionsProvider
    {
        public override bool AbortOnConnectFail => false;
    }
}
