using System.CommandLine;
using Capsule.Migrations;
using Npgsql;

namespace Capsule.Auth.Migrations.Audit;

/// <summary><c>verify-audit</c>: checks that the audit log was not changed after it was written.</summary>
internal sealed class VerifyAuditCommand : IServiceCommand
{
    private readonly Option<string?> _expected = new("--expect-head")
    {
        Description = "Hash of a head that was noted before: it must still be in the log.",
        HelpName = "HASH",
    };

    public VerifyAuditCommand() =>
        _expected.Validators.Add(hash =>
        {
            if (hash.Tokens is [{ Value: var text }] && (text.Length != 64 || !text.All(char.IsAsciiHexDigit)))
            {
                hash.AddError("--expect-head must be 64 hexadecimal digits.");
            }
        });

    public string Name => "verify-audit";

    public string Description =>
        "Check the audit log's chain from its oldest row to its head; exit code 2 when a row was removed, changed, added or moved.";

    public IReadOnlyList<Option> Options => [_expected];

    public async Task<ServiceCommandResult> RunAsync(
        NpgsqlConnection connection,
        string schema,
        ParseResult parsed,
        Action<string> progress,
        CancellationToken cancellationToken
    )
    {
        var report = await new AuditVerification(connection, schema, progress).RunAsync(parsed.GetValue(_expected), cancellationToken);
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
