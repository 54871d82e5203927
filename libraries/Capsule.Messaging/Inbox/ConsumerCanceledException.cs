namespace Capsule.Messaging;

/// <summary>A consumer was cancelled by something of its own, such as a time limit; carries the words but not the exception.</summary>
internal sealed class ConsumerCanceledException(Exception cause) : Exception($"{cause.GetType().Name}: {cause.Message}")
{
    private readonly string? _stackTrace = cause.StackTrace;

    public override string? StackTrace => _stackTrace ?? base.StackTrace;
}
