using System.CommandLine;
using Capsule.Migrations;
using Npgsql;

namespace Capsule.Auth.Migrations.Audit;

/// <summary><c>verify-audit</c>: checks that the audit log was not changed after it was written.</summary>
internal sealed class VerifyAuditCommand : IServiceCommand
{
    private readonly VerifyAuditDefinition _definition = new();

    public CommandDefinition Definition => _definition;

    public async Task<ServiceCommandResult> RunAsync(
        NpgsqlConnection connection,
        string schema,
        ParseResult parsed,
        Action<string> progress,
        CancellationToken cancellationToken
    )
    {
        var report = await new AuditVerification(connection, schema, progress).RunAsync(
            parsed.GetValue(_definition.ExpectedHead),
            cancellationToken
        );
        return new ServiceCommandResult(
            new
            {
                Service = "auth",
                connection.Database,
                Schema = schema,
                report.Rows,
                report.First,
                report.Head,
                report.HeadHash,
                report.Pending,
                report.Damage,
            },
            report.Damage?.Text
                ?? $"{report.Rows} rows are as they were written, {report.Pending} wait to be chained; head {report.Head}: {report.HeadHash}",
            report.Damage is not null
        );
    }
}
