using System.Globalization;
using Capsule.Testing.Servers;

// Runs local servers for tests and benchmarks.
//   Capsule.Testing.Servers shared SOCKET
//       the servers that all test processes of a run share, until the last of them has ended
//   Capsule.Testing.Servers own postgres|redis|rabbitmq DATA PORT USER PASSWORD [ARGUMENT…]
//       one server, until standard input ends; prints "ready" when it is
switch (args)
{
    case ["shared", var socket]:
        await SharedServers.RunAsync(socket);
        return 0;
    case ["own", var kind, var data, var port, var user, var password, .. var arguments]:
        var settings = new ServerSettings(
            ServerSettings.ProgramOf(kind),
            data,
            int.Parse(port, CultureInfo.InvariantCulture),
            user,
            password
        )
        {
            Arguments = arguments,
        };
        return await OwnServer.RunAsync(settings);
    default:
        Console.Error.WriteLine(
            "usage: Capsule.Testing.Servers shared SOCKET | own postgres|redis|rabbitmq DATA PORT USER PASSWORD [ARGUMENT…]"
        );
        return 2;
}
