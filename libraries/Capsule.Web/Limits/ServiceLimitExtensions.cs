using Capsule.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.Hosting;

/// <summary>Registers limit policies.</summary>
public static class ServiceLimitExtensions
{
    private static readonly TimeSpan MaxWindow = TimeSpan.FromDays(1);

    /// <summary>
    /// Adds a limit policy for <c>WithLimit</c>; section <c>Limits:NAME</c> changes its numbers. All replicas share counts in Redis
    /// (<c>AddServiceRedis</c>); while Redis is down, each replica counts for itself.
    /// </summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="policy">The policy's name.</param>
    /// <param name="defaults">The default numbers.</param>
    public static IHostApplicationBuilder AddServiceLimit(
        this IHostApplicationBuilder builder,
        string policy,
        Action<LimitOptions> defaults
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(policy);
        ArgumentNullException.ThrowIfNull(defaults);
        var section = $"{LimitOptions.Section}:{policy}";
        builder
            .Services.AddOptions<LimitOptions>(policy)
            .Configure(defaults)
            .BindConfiguration(section)
            .Validate(limit => limit.PerAddress >= 0, $"{section}:PerAddress must not be negative; 0 means no limit.")
            .Validate(limit => limit.PerAccount >= 0, $"{section}:PerAccount must not be negative; 0 means no limit.")
            .Validate(
                limit => limit.Window >= TimeSpan.FromMilliseconds(100) && limit.Window <= MaxWindow,
                $"{section}:Window must be from 100 ms to a day."
            )
            .Validate(limit => limit.ChallengeAfter >= 0, $"{section}:ChallengeAfter must not be negative.")
            .ValidateOnStart();
        builder.Services.TryAddSingleton<RequestLimits>();
        Policies(builder).Names.Add(policy);
        return builder;
    }

    /// <summary>Adds a limit policy with its default numbers.</summary>
    public static IHostApplicationBuilder AddServiceLimit(this IHostApplicationBuilder builder, LimitPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return builder.AddServiceLimit(
            policy.Name,
            limit =>
            {
                limit.PerAddress = policy.Defaults.PerAddress;
                limit.PerAccount = policy.Defaults.PerAccount;
                limit.Window = policy.Defaults.Window;
                limit.ChallengeAfter = policy.Defaults.ChallengeAfter;
            }
        );
    }

    private static LimitPolicies Policies(IHostApplicationBuilder builder)
    {
        if (
            builder.Services.FirstOrDefault(service => service.ServiceType == typeof(LimitPolicies))?.ImplementationInstance
            is LimitPolicies known
        )
        {
            return known;
        }

        var policies = new LimitPolicies { Prefix = builder.Environment.ApplicationName };
        builder.Services.AddSingleton(policies);
        return policies;
    }
}
