using System.CommandLine;
using Capsule.Migrations;

namespace Capsule.Auth.Migrations.Audit;

/// <summary><c>verify-audit</c>; compiled into <c>capsule</c> as well.</summary>
internal sealed class VerifyAuditDefinition : CommandDefinition
{
    public VerifyAuditDefinition()
        : base("verify-audit", "Check the audit log's chain; exit code 2 when a row was removed, changed, added or moved. Changes nothing.")
    {
        ExpectedHead.Validators.Add(hash =>
        {
            if (hash.Tokens is [{ Value: var text }] && (text.Length != 64 || !text.All(char.IsAsciiHexDigit)))
            {
                hash.AddError("--expect-head must be 64 hexadecimal digits.");
            }
        });
        Add(ExpectedHead);
    }

    public Option<string?> ExpectedHead { get; } =
        new("--expect-head") { Description = "Hash of a head that was noted before: it must still be in the log.", HelpName = "HASH" };
}
