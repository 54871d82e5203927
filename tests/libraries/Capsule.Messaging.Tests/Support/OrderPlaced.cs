namespace Capsule.Messaging.Tests.Support;

public sealed record OrderPlaced(Guid OrderId, int Number);
