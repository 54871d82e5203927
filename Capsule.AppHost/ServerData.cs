using System.Text.RegularExpressions;
using Capsule.Hosting.LocalServers;

/// <summary>Where a server stores its data, and what to do when it cannot use them.</summary>
internal static partial class ServerData
{
    /// <summary>Returns whether an error of a health check says that the server refuses the AppHost's user or password.</summary>
    public static bool IsRefusedLogin(string error) => RefusedLogin().IsMatch(error);

    /// <summary>Returns where the data are and how to start without them; null for a resource that stores none.</summary>
    public static string? WayOut(IResource server) =>
        PlaceOf(server) is { } place ? $"Its data is in the {place.Name}; if it is the cause, {place.Removal} to start empty." : null;

    /// <summary>Returns what to do when the server refuses the AppHost's login.</summary>
    public static string WayOutOfRefusedLogin(IResource server)
    {
        var parameters = string.Join(" and ", LoginParameters(server).Select(static parameter => parameter.Name));
        return PlaceOf(server) is { } place
            ? $"The data in the {place.Name} was created with another user or password. Set {parameters} to the earlier values, or "
                + $"{place.Removal} to start empty."
            : $"Set {parameters} to the server's user and password.";
    }

    private static (string Name, string Removal)? PlaceOf(IResource server) =>
        server switch
        {
            LocalServerResource { Data: var folder } => ($"folder {folder}", "stop the AppHost and delete the folder with all its data"),
            _ when server.Annotations.OfType<ContainerMountAnnotation>().FirstOrDefault() is { Source: { } source } mount => mount.Type
            == ContainerMountType.Volume
                ? ($"volume {source}", $"stop the AppHost and delete the volume with all its data (docker volume rm {source})")
                : ($"folder {source}", "stop the AppHost and delete the folder with all its data"),
            _ => null,
        };

    private static IEnumerable<ParameterResource> LoginParameters(IResource server) =>
        (server is LocalServerResource local ? local.Container : server) switch
        {
            PostgresServerResource postgres => Given(postgres.UserNameParameter, postgres.PasswordParameter),
            RabbitMQServerResource rabbit => Given(rabbit.UserNameParameter, rabbit.PasswordParameter),
            RedisResource redis => Given(redis.PasswordParameter),
            _ => [],
        };

    private static IEnumerable<ParameterResource> Given(params ParameterResource?[] parameters) => parameters.OfType<ParameterResource>();

    // As PostgreSQL (SQLSTATE class 28), RabbitMQ and Redis refuse a login.
    [GeneratedRegex(@"\b28P01\b|\b28000\b|ACCESS_REFUSED|WRONGPASS|NOAUTH|AuthenticationFailure")]
    private static partial Regex RefusedLogin();
}
