namespace Capsule.Messaging;

/// <summary>Goes with a delivery that a consumer gave up: it may succeed later, unlike one that could not be read.</summary>
internal sealed record ConsumerFailure(Exception Exception);
