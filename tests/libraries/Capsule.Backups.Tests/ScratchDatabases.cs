namespace Capsule.Backups.Tests;

/// <summary>Scratch databases that no verification works in.</summary>
internal static class ScratchDatabases
{
    public static async Task<string[]> AbandonedAsync(BackupRun run, string service = "sample") =>
        (
            await run.ScalarAsync<string[]>(
                $"""
                select coalesce(array_agg(datname::text), array[]::text[]) from pg_database d
                 where starts_with(datname, 'capsule_verify_{service}_')
                   and not exists (select from pg_stat_activity a where a.application_name = d.datname)
                """,
                "postgres"
            )
        )!;
}
