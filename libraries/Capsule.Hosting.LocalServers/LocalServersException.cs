using Aspire.Hosting;

namespace Capsule.Hosting.LocalServers;

/// <summary>Local servers cannot start; the message names the cause and the way out.</summary>
public sealed class LocalServersException : DistributedApplicationException
{
    /// <summary>Creates the exception.</summary>
    public LocalServersException(string message)
        : base(message) { }

    /// <summary>Creates the exception with its cause.</summary>
    public LocalServersException(string message, Exception inner)
        : base(message, inner) { }
}
