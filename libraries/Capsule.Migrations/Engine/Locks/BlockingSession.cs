using System.Globalization;

namespace Capsule.Migrations;

/// <summary>A session that holds, or waits before us for, a lock that a migration waits for.</summary>
/// <param name="Pid">Its server process; 0 for a prepared transaction.</param>
/// <param name="Role">Its role; null when the session has ended since.</param>
/// <param name="Application">The name of its application.</param>
/// <param name="State">What it does: active, idle in transaction, …; null when the owner may not see it.</param>
/// <param name="Query">Its current or last query.</param>
/// <param name="Since">For how long its transaction, or else its connection, has been open.</param>
internal sealed record BlockingSession(int Pid, string? Role, string? Application, string? State, string? Query, TimeSpan? Since)
{
    private const int MaxQueryLength = 300;

    /// <inheritdoc/>
    public override string ToString()
    {
        if (Pid == 0)
        {
            return "a prepared transaction (see pg_prepared_xacts)";
        }

        if (State is null)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"session {Pid} of role {Role ?? "unknown"} (its query is shown only to members of pg_read_all_stats)"
            );
        }

        var query = string.Join(' ', (Query ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        query = query.Length > MaxQueryLength ? $"{query[..MaxQueryLength]}…" : query;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"session {Pid} of role {Role} (application \"{Application}\", {State}, for {Since?.TotalSeconds ?? 0:0} s: {query})"
        );
    }
}
