using System.Globalization;

namespace Aspire.Hosting.Embedded;

/// <summary>An account of this machine that a server runs as.</summary>
internal sealed record LocalUser(string Name, uint Uid, uint Gid, string Home)
{
    /// <summary>The account that a server runs as: its own when the AppHost is root, else (null) the AppHost's.</summary>
    /// <exception cref="DistributedApplicationException">The AppHost is root and there is no such account.</exception>
    internal static LocalUser? ForServer(string name) =>
        !Environment.IsPrivilegedProcess ? null : Find(name) ?? throw new DistributedApplicationException(
            $"The user '{name}' does not exist on this machine. Create it: useradd --system --shell /usr/sbin/nologin {name}");

    /// <summary>Finds an account by its name.</summary>
    internal static LocalUser? Find(string name) =>
        File.ReadLines("/etc/passwd")
            .Select(line => line.Split(':'))
            .Where(fields => fields.Length >= 6 && fields[0] == name)
            .Select(fields => new LocalUser(name, Number(fields[2]), Number(fields[3]), fields[5]))
            .FirstOrDefault();

    private static uint Number(string text) => uint.Parse(text, CultureInfo.InvariantCulture);
}
