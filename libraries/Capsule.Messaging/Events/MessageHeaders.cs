using MassTransit;

namespace Capsule.Messaging;

/// <summary>The headers of a message besides its event.</summary>
public static class MessageHeaders
{
    /// <summary>The header with the event's tenant.</summary>
    public const string Tenant = "Capsule-Tenant";

    /// <summary>The AMQP header with the event's ordering key; consumers handle events with the same key one after the other.</summary>
    public const string OrderingKey = "Capsule-Ordering-Key";

    internal static string? TenantOf(ConsumeContext context) => context.Headers.Get<string>(Tenant);
}
