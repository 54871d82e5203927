using MassTransit;

namespace Capsule.Messaging;

/// <summary>What a message carries beside its event.</summary>
public static class MessageHeaders
{
    /// <summary>The header with the tenant that the event is about.</summary>
    public const string Tenant = "Capsule-Tenant";

    /// <summary>The AMQP header with the event's ordering key; consumers handle events of one key one after the other.</summary>
    public const string OrderingKey = "Capsule-Ordering-Key";

    internal static string? TenantOf(ConsumeContext context) => context.Headers.Get<string>(Tenant);
}
