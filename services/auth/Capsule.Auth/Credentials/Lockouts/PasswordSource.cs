using Capsule.Auth.Web;
using Capsule.Web;

namespace Capsule.Auth.Credentials.Lockouts;

/// <summary>The source of a password: a device that has signed in to the account before, or else a network.</summary>
/// <param name="Name">The name under which tries are counted.</param>
/// <param name="IsKnownDevice">Whether it is a device that has signed in to the account before.</param>
/// <param name="Network">The network in the notation of <c>inet</c>; null when it is unknown.</param>
internal sealed record PasswordSource(string Name, bool IsKnownDevice, string? Network)
{
    /// <summary>Returns the source of a request, or of work without a request.</summary>
    public static PasswordSource Of(HttpContext? request, KnownDevice devices, Guid userId)
    {
        var network = request is null ? null : ClientNetwork.Of(Caller.Address(request));
        return request is not null && devices.Find(request, userId) is { } device
            ? new PasswordSource($"device:{device}", IsKnownDevice: true, network)
            : new PasswordSource($"network:{network ?? "unknown"}", IsKnownDevice: false, network);
    }
}
