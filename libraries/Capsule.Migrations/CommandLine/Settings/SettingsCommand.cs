using System.CommandLine;
using Capsule.Data;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>
/// What the commands on settings have in common: a connection, the settings that the service knows, and the table of their values.
/// </summary>
internal abstract class SettingsCommand<TContext>(CommandDefinition definition) : BundleCommand<TContext>(definition)
    where TContext : ServiceDbContext
{
    public sealed override async Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        var known = Known(session);
        Check(known, parsed);
        try
        {
            await using var connection = await session.OpenAsync(cancellationToken);
            await RunAsync(session, new SettingsTable(connection, session.Schema), known, parsed, cancellationToken);
            return BundleExitCode.Success;
        }
        catch (PostgresException exception)
            when (exception.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            throw new BundleException(
                BundleExitCode.Configuration,
                $"The schema {session.Schema} of {session.Owner.Database} has no table service_settings: the migration that makes it is pending.",
                exception
            );
        }
    }

    /// <summary>Refuses what cannot be, before the database is asked.</summary>
    /// <exception cref="BundleException">The command line is not enough.</exception>
    protected virtual void Check(IReadOnlyList<RuntimeSetting> known, ParseResult parsed) { }

    protected abstract Task RunAsync(
        BundleSession<TContext> session,
        SettingsTable table,
        IReadOnlyList<RuntimeSetting> known,
        ParseResult parsed,
        CancellationToken cancellationToken
    );

    /// <summary>Returns the setting of a name, in whatever case.</summary>
    /// <exception cref="BundleException">There is no such setting; the message lists all that there are.</exception>
    protected static RuntimeSetting Find(IReadOnlyList<RuntimeSetting> known, string? key)
    {
        var names = string.Join(", ", known.Select(setting => setting.Key));
        return known.FirstOrDefault(setting => setting.Key.Equals(key, StringComparison.OrdinalIgnoreCase))
            ?? throw new BundleException(
                BundleExitCode.Usage,
                string.IsNullOrEmpty(key)
                    ? $"Name the setting with --key: {names}."
                    : $"There is no setting {key} that can be changed while the service runs; known are {names}."
            );
    }

    // The context is asked for its list only; it never connects.
    private static List<RuntimeSetting> Known(BundleSession<TContext> session)
    {
        using var connection = new NpgsqlConnection();
        using var context = MigrationContext.Create<TContext>(connection, session.Options, session.Migrations);
        return [.. context.RuntimeSettings.OrderBy(setting => setting.Key, StringComparer.Ordinal)];
    }
}
