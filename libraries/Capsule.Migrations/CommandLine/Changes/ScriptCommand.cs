using System.CommandLine;
using Capsule.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations;

/// <summary><c>script</c>: the SQL of migrations, for a reviewer.</summary>
internal sealed class ScriptCommand<TContext> : BundleCommand<TContext>
    where TContext : ServiceDbContext
{
    private readonly Option<string?> _from = new("--from") { Description = "The migration that is there already; none when left out." };
    private readonly Option<string?> _to = new("--to") { Description = "The last migration; the newest when left out." };
    private readonly Option<bool> _idempotent = new("--idempotent")
    {
        Description = "Write a script that skips what a database already has.",
    };
    private readonly Option<string?> _output = new("--output") { Description = "The file to write; standard output when left out." };

    public ScriptCommand()
        : base("script", "Write the SQL of the migrations from one to another; needs no database.")
    {
        Add(_from);
        Add(_to);
        Add(_idempotent);
        Add(_output);
    }

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
        var sql = new MigrationScript(catalog, context.GetService<IMigrator>(), session.Schema).Write(
            parsed.GetValue(_from) is { } from ? catalog.Find(from) : null,
            parsed.GetValue(_to) is { } to ? catalog.Find(to) : null,
            parsed.GetValue(_idempotent)
        );
        var file = parsed.GetValue(_output);
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
