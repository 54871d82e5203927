using System.CommandLine;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>script</c>: the SQL of migrations, for a reviewer.</summary>
internal sealed class ScriptCommand<TContext>(ScriptDefinition definition) : BundleCommand<TContext>(definition)
    where TContext : ServiceDbContext
{
    public ScriptCommand()
        : this(new ScriptDefinition()) { }

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
        var role = session.Options.ApiRole?.Name;
        var rights = role is null ? null : new ApiRoleSql(session.Schema, role, context.Model);
        var sql = new MigrationScript(catalog, session.Schema).Write(
            parsed.GetValue(definition.From) is { } from ? catalog.Find(from) : null,
            parsed.GetValue(definition.To) is { } to ? catalog.Find(to) : null,
            parsed.GetValue(definition.Idempotent)
        );
        sql += rights is null ? "" : ScriptSql.Grants(rights, role!);
        var file = parsed.GetValue(definition.Output);
        if (file is not null)
        {
            await File.WriteAllTextAsync(file, sql, cancellationToken);
            session.Options.Progress($"written to {file}");
        }

        if (session.Output.IsJson)
        {
            session.Output.Document(
                new
                {
                    session.Options.Service,
                    File = file,
                    Sql = sql,
                }
            );
        }
        else if (file is null)
        {
            session.Output.Text(sql.TrimEnd());
        }

        return BundleExitCode.Success;
    }
}
