using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Capsule.Data;
using Npgsql;

namespace Capsule.Auth.Migrations.Audit;

/// <summary>
/// Checks the audit log's chain from its oldest row to its head, as a stream. Does not use the functions of the database, because an
/// attacker who can change rows could change the functions as well.
/// </summary>
public sealed class AuditVerification(NpgsqlConnection connection, string schema, Action<string> progress)
{
    private const int ProgressEvery = 100_000;

    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Checks the log in one snapshot of the database.</summary>
    /// <param name="expected">The hash of a head that was noted before, in hexadecimal; null for none.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<AuditReport> RunAsync(string? expected, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        var head = await HeadAsync(cancellationToken);
        var walk = await WalkAsync(head, expected, cancellationToken);
        var damage = walk.Damage ?? Truncated(head, walk) ?? NotFound(expected, walk);
        return new AuditReport(walk.Rows, head.First, head.Sequence, Convert.ToHexStringLower(head.Hash), head.Pending, damage);
    }

    private static AuditDamage? Truncated(Head head, Walk walk) =>
        walk.Last != head.Sequence
            ? new AuditDamage("truncated", walk.Last + 1, null, $"the log ends at {walk.Last}, and its head is {head.Sequence}")
        : walk.Hash.AsSpan().SequenceEqual(head.Hash) ? null
        : new AuditDamage("changed", head.Sequence, null, $"the hash of the head is not that of row {head.Sequence}");

    private static AuditDamage? NotFound(string? expected, Walk walk) =>
        expected is null || walk.IsFound
            ? null
            : new AuditDamage(
                "head-not-found",
                null,
                null,
                "no row has the expected hash: rows were cut off or written anew since it was noted, or are kept no longer"
            );

    private async Task<Walk> WalkAsync(Head head, string? expected, CancellationToken cancellationToken)
    {
        var walk = new Walk(head.First - 1, head.FirstHash);
        var noted = expected is null ? null : Convert.FromHexString(expected);
        walk.IsFound = noted is not null && noted.AsSpan().SequenceEqual(head.FirstHash);

        // Relies on ix_audit_log_occurred_at_sequence, which gives the order partition by partition without a sort.
        await using var command = new NpgsqlCommand(
            $"select id, sequence, hash, {AuditContent.Fields}, updated_at = created_at from {SqlText.Identifier(schema, "audit_log")} order by occurred_at, sequence",
            connection
        )
        {
            CommandTimeout = 0,
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (walk.Damage is null && await reader.ReadAsync(cancellationToken))
        {
            Check(
                walk,
                new Row(
                    reader.GetGuid(0),
                    reader.GetInt64(1),
                    reader.GetFieldValue<byte[]>(2),
                    reader.GetFieldValue<string?[]>(3),
                    reader.GetBoolean(4)
                )
            );
            walk.IsFound |= noted is not null && walk.Damage is null && noted.AsSpan().SequenceEqual(walk.Hash);
            if (walk.Rows % ProgressEvery == 0)
            {
                progress(string.Create(CultureInfo.InvariantCulture, $"{walk.Rows} of {head.Sequence - head.First + 1} rows checked"));
            }
        }

        return walk;
    }

    private void Check(Walk walk, Row row)
    {
        walk.Rows++;
        var place = walk.Last + 1;
        if (row.Sequence != place)
        {
            walk.Damage =
                row.Sequence > place
                    ? new AuditDamage("removed", place, null, $"row {place} is missing: {row.Sequence} ({row.Id}) is in its place")
                    : new AuditDamage("out-of-order", row.Sequence, row.Id, $"row {row.Sequence} ({row.Id}) is in the place of {place}");
        }
        else if (!row.Unchanged || !Hash(walk.Hash, row.Fields).AsSpan().SequenceEqual(row.Hash))
        {
            walk.Damage = new AuditDamage(
                "changed",
                row.Sequence,
                row.Id,
                $"row {row.Sequence} ({row.Id}) is not what was written, or the one before is not"
            );
        }

        (walk.Last, walk.Hash) = (row.Sequence, row.Hash);
    }

    private byte[] Hash(byte[] before, string?[] fields)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        _sha.AppendData(before);
        foreach (var field in fields)
        {
            var text = field is null ? null : Encoding.UTF8.GetBytes(field);
            BinaryPrimitives.WriteInt32BigEndian(length, text?.Length ?? -1);
            _sha.AppendData(length);
            _sha.AppendData(text ?? []);
        }

        return _sha.GetHashAndReset();
    }

    private async Task<Head> HeadAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"select sequence, hash, first_sequence, first_hash, (select count(*) from {SqlText.Identifier(schema, "audit_pending")}) from {SqlText.Identifier(schema, "audit_head")}",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new Head(
                reader.GetInt64(0),
                reader.GetFieldValue<byte[]>(1),
                reader.GetInt64(2),
                reader.GetFieldValue<byte[]>(3),
                reader.GetInt64(4)
            )
            : new Head(-1, [], 1, new byte[SHA256.HashSizeInBytes], 0);
    }

    private sealed record Head(long Sequence, byte[] Hash, long First, byte[] FirstHash, long Pending);

    private sealed record Row(Guid Id, long Sequence, byte[] Hash, string?[] Fields, bool Unchanged);

    private sealed class Walk(long last, byte[] hash)
    {
        public long Rows { get; set; }

        public long Last { get; set; } = last;

        public byte[] Hash { get; set; } = hash;

        public bool IsFound { get; set; }

        public AuditDamage? Damage { get; set; }
    }
}
