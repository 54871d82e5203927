using Capsule.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations;

/// <summary>
/// The history of migrations without EF's lock. Npgsql would hold <c>LOCK TABLE … ACCESS EXCLUSIVE</c> on it for as long as a
/// migration runs, and every service that asks for its status would hang; the run holds <see cref="MigrationLock"/> instead.
/// </summary>
internal sealed class SessionLockedHistory(HistoryRepositoryDependencies dependencies) : HistoryRepository(dependencies)
{
    public override LockReleaseBehavior LockReleaseBehavior => LockReleaseBehavior.Connection;

    protected override string ExistsSql =>
        $"select to_regclass({Literal(SqlGenerationHelper.DelimitIdentifier(TableName, TableSchema))}) is not null";

    public override IMigrationsDatabaseLock AcquireDatabaseLock() => new HeldByTheRun(this);

    public override Task<IMigrationsDatabaseLock> AcquireDatabaseLockAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult<IMigrationsDatabaseLock>(new HeldByTheRun(this));

    public override string GetCreateIfNotExistsScript() =>
        GetCreateScript().Replace("CREATE TABLE ", "CREATE TABLE IF NOT EXISTS ", StringComparison.Ordinal);

    public override string GetBeginIfNotExistsScript(string migrationId) => BeginIf("not exists", migrationId);

    public override string GetBeginIfExistsScript(string migrationId) => BeginIf("exists", migrationId);

    public override string GetEndIfScript() => "    end if;\nend $EF$;\n";

    protected override bool InterpretExistsResult(object? value) => value is true;

    private string BeginIf(string condition, string migrationId) =>
        $"do $EF$\nbegin\n    if {condition} (select 1 from {SqlGenerationHelper.DelimitIdentifier(TableName, TableSchema)} "
        + $"where {SqlGenerationHelper.DelimitIdentifier(MigrationIdColumnName)} = {Literal(migrationId)}) then\n";

    private static string Literal(string text) => SqlText.Literal(text);

    private sealed class HeldByTheRun(IHistoryRepository history) : IMigrationsDatabaseLock
    {
        public IHistoryRepository HistoryRepository { get; } = history;

        public void Dispose() { }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
