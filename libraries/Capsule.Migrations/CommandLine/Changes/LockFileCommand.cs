using System.CommandLine;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>lock</c>: writes the lock file anew, after a migration was added or one that nobody has applied was edited.</summary>
internal sealed class LockFileCommand<TContext>(LockFileDefinition definition) : BundleCommand<TContext>(definition)
    where TContext : ServiceDbContext
{
    public LockFileCommand()
        : this(new LockFileDefinition()) { }

    /// <inheritdoc/>
    public override bool NeedsDatabase => false;

    public override async Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        await using var connection = new Npgsql.NpgsqlConnection();
        await using var context = MigrationContext.Create<TContext>(connection, session.Options, session.Migrations);
        var catalog = new MigrationCatalog(context, session.Migrations);
        var text = catalog.WriteLock();
        if (parsed.GetValue(definition.Output) is not { } file)
        {
            session.Output.Text(text.TrimEnd());
            return BundleExitCode.Success;
        }

        // A file that stays as it is keeps its time, or the bundle would count as older than its migrations.
        if (!File.Exists(file) || await File.ReadAllTextAsync(file, cancellationToken) != text)
        {
            await File.WriteAllTextAsync(file, text, cancellationToken);
        }

        if (session.Output.IsJson)
        {
            session.Output.Document(
                new
                {
                    session.Options.Service,
                    File = file,
                    Migrations = catalog.Migrations.Count,
                }
            );
        }
        else
        {
            session.Output.Line($"{catalog.Migrations.Count} migrations written to {file}");
        }

        return BundleExitCode.Success;
    }
}
