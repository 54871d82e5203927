using Npgsql;

namespace Capsule.Backups.Tests;

/// <summary>An owner as services have them outside Development: no superuser.</summary>
internal static class LimitedOwner
{
    public const string Password = "0wner-s3cret";

    /// <summary>
    /// Makes a role with the rights in <paramref name="attributes"/>, gives it an empty database and migrates that as it.
    /// </summary>
    public static async Task<(BackupRun Run, NpgsqlConnectionStringBuilder Owner)> CreateAsync(string attributes)
    {
        var role = $"owner_{Guid.NewGuid():n}";
        var run = await BackupRun.EmptyAsync();
        run.AlsoDropRole(role);
        await run.ExecuteAsync(
            $"create role {role} login createrole {attributes} password '{Password}'; alter database \"{run.Name}\" owner to {role}"
        );
        var owner = new NpgsqlConnectionStringBuilder(run.ConnectionString) { Username = role, Password = Password };
        await run.FillAsync(owner.ConnectionString);
        return (run, owner);
    }
}
