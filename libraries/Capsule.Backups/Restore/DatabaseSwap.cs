using Capsule.Data;
using Npgsql;

namespace Capsule.Backups;

/// <summary>
/// Replaces the live database with a restored one. One transaction renames both, so a crash at any point leaves the live database under its
/// name, and no new session can connect while the renames wait.
/// </summary>
internal sealed class DatabaseSwap(NpgsqlConnectionStringBuilder owner, BackupOptions options)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    // A superuser bypasses both requirements; the owner needs CREATEDB to rename.
    private const string Right = """
        select rolsuper or rolcreatedb and (select bool_and(pg_has_role(datdba, 'usage')) from pg_database where datname = any ($1))
          from pg_roles where rolname = current_user
        """;

    // The query does not use backend_type, which is hidden from an owner that may not end the session; the server's own workers have no
    // user.
    private const string Others = """
        select pid, usename from pg_stat_activity where datname = any ($1) and usename is not null
        """;

    /// <summary>
    /// Renames the live database and gives its name to <paramref name="restored"/>; returns the live database's new name.
    /// </summary>
    /// <exception cref="BackupException">The owner may not rename the databases, or may not end the sessions that use them.</exception>
    public async Task<string> RunAsync(string restored, CancellationToken cancellationToken)
    {
        var live = owner.Database!;
        var before = DatabaseName.Stamped(live, "before", options.Clock.GetUtcNow());
        string[] both = [live, restored];
        await using var renaming = await DatabaseSession.OpenServerAsync(owner, $"{options.Service}-backup", cancellationToken);
        await using var ending = await DatabaseSession.OpenServerAsync(owner, $"{options.Service}-backup", cancellationToken);
        if (!await renaming.ScalarAsync<bool>(Right, cancellationToken, [both]))
        {
            throw new BackupException(
                BackupFault.Failed,
                $"The role \"{renaming.UserName}\" may not rename databases: it must own \"{live}\" and \"{restored}\" and have CREATEDB (alter role {SqlText.Identifier(renaming.UserName!)} createdb)."
            );
        }

        await using var transaction = await renaming.BeginTransactionAsync(cancellationToken);
        await RenameAsync(renaming, ending, live, before, both, cancellationToken);
        await RenameAsync(renaming, ending, restored, live, both, cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        return before;
    }

    /// <summary>The rename blocks new sessions, and waits up to 5 s for existing sessions, which are terminated meanwhile.</summary>
    private async Task RenameAsync(
        NpgsqlConnection renaming,
        NpgsqlConnection ending,
        string from,
        string to,
        string[] both,
        CancellationToken cancellationToken
    )
    {
        var rename = renaming.ExecuteAsync(
            $"alter database {SqlText.Identifier(from)} rename to {SqlText.Identifier(to)}",
            cancellationToken
        );
        HashSet<string> refused = [];
        while (!rename.IsCompleted)
        {
            // Not cancelled here, because the cancellation of the rename ends the loop.
            refused = await EndSessionsAsync(ending, both);
            await Task.WhenAny(rename, Task.Delay(Interval, options.Clock, CancellationToken.None));
        }

        try
        {
            await rename;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.ObjectInUse)
        {
            throw new BackupException(BackupFault.Failed, InUse(from, renaming.UserName!, refused, exception), exception);
        }
    }

    private static async Task<HashSet<string>> EndSessionsAsync(NpgsqlConnection ending, string[] both)
    {
        var refused = new HashSet<string>(StringComparer.Ordinal);
        foreach (
            var (pid, user) in await ending.RowsAsync(Others, row => (row.GetInt32(0), row.GetString(1)), CancellationToken.None, [both])
        )
        {
            try
            {
                await ending.ScalarAsync<bool>("select pg_terminate_backend($1)", CancellationToken.None, pid);
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
            {
                refused.Add(user);
            }
        }

        return refused;
    }

    private static string InUse(string database, string role, HashSet<string> refused, PostgresException exception) =>
        refused.Count > 0
            ? $"Sessions of {string.Join(", ", refused.Select(SqlText.Identifier))} use the database \"{database}\", and \"{role}\" may not end them. Stop the service first, or as a superuser: grant pg_signal_backend to {SqlText.Identifier(role)}. Nothing was renamed."
            : $"The database \"{database}\" is still in use: {exception.Detail ?? exception.MessageText} Nothing was renamed.";
}
