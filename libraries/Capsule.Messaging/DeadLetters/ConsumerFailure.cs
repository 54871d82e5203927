namespace Capsule.Messaging;

/// <summary>Goes with a delivery that a consumer gave up: it may succeed later, unlike one that could not be read.</summary>
/// <param name="Exception">What the last attempt threw.</param>
/// <param name="Detail">With its stack up to the inbox; further up it is MassTransit's, and the same for all.</param>
internal sealed record ConsumerFailure(Exception Exception, string Detail);
