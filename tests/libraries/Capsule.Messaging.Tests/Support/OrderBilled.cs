namespace Capsule.Messaging.Tests.Support;

public sealed record OrderBilled(Guid OrderId);
