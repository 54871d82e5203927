using System.Buffers.Text;
using System.Security.Cryptography;
using Npgsql;

namespace Capsule.Auth.Tests.Sessions.Refresh.Model;

/// <summary>A session as the database has it.</summary>
internal sealed record FamilyRow(
    int Generation,
    string[] Present,
    string[] Parents,
    string? Ended,
    TimeSpan SinceRotation,
    TimeSpan UntilExpiry,
    long Reuses
)
{
    // Far more than steps take, far less than the times between which the model tells apart.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(8);

    public static async Task<FamilyRow> ReadAsync(NpgsqlDataSource database, Guid session)
    {
        await using var command = database.CreateCommand(
            """
            select generation, token_hashes, parent_hashes, revoked_because, clock_timestamp() - rotated_at, expires_at - clock_timestamp(),
                (select count(*) from auth.audit_pending where session_id = session.id and event = 'session.token-reused')
                + (select count(*) from auth.audit_log where session_id = session.id and event = 'session.token-reused')
            from auth.sessions session where id = $1
            """
        );
        command.Parameters.AddWithValue(session);
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        return new FamilyRow(
            reader.GetInt32(0),
            Hex(1),
            Hex(2),
            reader.IsDBNull(3) ? null : reader.GetString(3),
            reader.GetTimeSpan(4),
            reader.GetTimeSpan(5),
            reader.GetInt64(6)
        );

        string[] Hex(int column) => [.. reader.GetFieldValue<byte[][]>(column).Select(Convert.ToHexString)];
    }

    /// <summary>What of the row is not as the model has it; null when all is.</summary>
    public string? DiffersFrom(Family family) =>
        this switch
        {
            _ when Ended != family.Ended => $"ended because of {Ended ?? "nothing"} instead of {family.Ended ?? "nothing"}",
            _ when Generation != family.Generation => $"generation {Generation} instead of {family.Generation}",
            _ when !IsSame(Present, family.Present) => $"other present tokens, {Present.Length} and {family.Present.Count}",
            _ when !IsSame(Parents, family.Parents) => $"other parents, {Parents.Length} and {family.Parents.Count}",
            _ when !IsSame(SinceRotation, family.Now - family.RotatedAt) =>
                $"rotated {SinceRotation} ago instead of {family.Now - family.RotatedAt}",
            _ when !IsSame(UntilExpiry, family.ExpiresAt - family.Now) =>
                $"expires in {UntilExpiry} instead of {family.ExpiresAt - family.Now}",
            _ when Reuses != (family.Ended == Capsule.Auth.Sessions.RevocationReason.Reuse ? 1 : 0) => $"{Reuses} reuses in the audit log",
            _ => null,
        };

    private static bool IsSame(string[] hashes, IEnumerable<string> tokens) => hashes.Order().SequenceEqual(tokens.Select(Hash).Order());

    private static bool IsSame(TimeSpan one, TimeSpan other) => (one - other).Duration() < Tolerance;

    private static string Hash(string token) => Convert.ToHexString(SHA256.HashData(Base64Url.DecodeFromChars(token)));

    public override string ToString() =>
        $"generation {Generation} with {Present.Length} tokens, {Parents.Length} parents, rotated {SinceRotation} ago, expires in {UntilExpiry}, "
        + (Ended is null ? "running" : $"ended for {Ended}");
}
