using Aspire.Hosting;

namespace Capsule.Hosting.LocalServers;

/// <summary>A local server cannot start; the message names the cause and a solution.</summary>
public sealed class LocalServersException : DistributedApplicationException
{
    /// <summary>Creates the exception.</summary>
    public LocalServersException(string message)
        : base(message) { }

    /// <summary>Creates the exception with its cause.</summary>
    public LocalServersException(string message, Exception inner)
        : base(message, inner) { }
}
