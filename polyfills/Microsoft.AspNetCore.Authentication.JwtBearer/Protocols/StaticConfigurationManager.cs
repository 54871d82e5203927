using Microsoft.IdentityModel.Tokens;

namespace Microsoft.IdentityModel.Protocols;

/// <summary>A configuration that is given and stays.</summary>
public class StaticConfigurationManager<T>(T configuration) : BaseConfigurationManager, IConfigurationManager<T>
    where T : class
{
    private readonly Task<T> _configuration = Task.FromResult(configuration ?? throw new ArgumentNullException(nameof(configuration)));
    private readonly Task<BaseConfiguration> _base = Task.FromResult((configuration as BaseConfiguration)!);

    public Task<T> GetConfigurationAsync(CancellationToken cancel) => _configuration;

    public override Task<BaseConfiguration> GetBaseConfigurationAsync(CancellationToken cancel) => _base;

    public override void RequestRefresh()
    {
    }
}
