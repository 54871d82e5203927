using System.Text.RegularExpressions;
using Capsule.Sample.Migrations;
using Capsule.Testing;
using Npgsql;

namespace Capsule.Migrations.Tests.Drift;

/// <summary>One change by hand to a migrated database, compared with what it was before, and the other way round.</summary>
public sealed partial class CatalogComparisonTests(CatalogComparisonTests.MigratedDatabase migrated)
    : IClassFixture<CatalogComparisonTests.MigratedDatabase>
{
    private const string Role = "drift_sample_user";

    [Theory]
    [ClassData(typeof(ChangesByHand))]
    public async Task A_change_by_hand_is_told_in_words(string change, string[] expected)
    {
        await using var connection = await migrated.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var untouched = await ReadAsync(transaction);
        await using var command = new NpgsqlCommand(change, connection, transaction);
        await command.ExecuteNonQueryAsync();
        var found = await ReadAsync(transaction);

        var there = CatalogComparison.Compare(found, untouched);
        var back = CatalogComparison.Compare(untouched, found);

        Assert.Equal(expected, there.Select(difference => difference.Text));
        Assert.Equal(expected.Select(Mirror), back.Select(difference => difference.Text));
        Assert.Empty(CatalogComparison.Compare(found, found));
    }

    private static async Task<IReadOnlyList<CatalogObject>> ReadAsync(NpgsqlTransaction transaction)
    {
        var history = await LiveHistory.ReadAsync(transaction.Connection!, "sample", Role, CancellationToken.None);
        return await new CatalogReader("sample", history.Migrator, Role).ReadAsync(transaction, CancellationToken.None);
    }

    private static string Mirror(string line) => Sides().Replace(line, ": the database has $2, the migrations make $1");

    [GeneratedRegex(": the database has (.*), the migrations make (.*)$")]
    private static partial Regex Sides();

    /// <summary>The sample's database, which every case changes in a transaction that it rolls back.</summary>
    public sealed class MigratedDatabase : IAsyncLifetime
    {
        private TestDatabase _database = null!;

        public async ValueTask InitializeAsync() =>
            _database = await TestDatabase.FromBundleAsync(
                "drift",
                connectionString =>
                    MigrationBundle.MigrateAsync<SampleDbContext>(
                        connectionString,
                        new MigrationOptions { Service = "sample", ApiRole = new ApiRole(Role, "p") },
                        typeof(SampleDbContext).Assembly
                    )
            );

        public ValueTask DisposeAsync() => _database.DisposeAsync();

        public async Task<NpgsqlConnection> OpenAsync()
        {
            var connection = new NpgsqlConnection(_database.ConnectionString);
            await connection.OpenAsync();
            return connection;
        }
    }
}
