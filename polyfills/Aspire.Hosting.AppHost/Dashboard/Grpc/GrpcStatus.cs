namespace Aspire.Hosting.Dashboard.Grpc;

/// <summary>The statuses that a call can end with; the numbers are those of the protocol.</summary>
internal enum GrpcStatus
{
    Ok = 0,
    InvalidArgument = 3,
    DeadlineExceeded = 4,
    ResourceExhausted = 8,
    Unimplemented = 12,
    Internal = 13,
    Unauthenticated = 16,
}

/// <summary>Ends a call with a status.</summary>
internal sealed class GrpcException(GrpcStatus status, string message) : Exception(message)
{
    /// <summary>The status that the caller is told.</summary>
    public GrpcStatus Status { get; } = status;
}
