using Capsule.Migrations;
using Npgsql;

namespace Capsule.Billing.Migrations;

/// <summary>Generates a customer for each user, subscribed to one of the existing plans.</summary>
public sealed class BillingSeed : IServiceSeed
{
    /// <inheritdoc/>
    public async Task<long> WriteAsync(
        NpgsqlConnection connection,
        string schema,
        DevelopmentData data,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(data);

        var plans = await PlansAsync(connection, schema, cancellationToken);
        var table = new SeedTable(connection, schema);
        return await table.WriteAsync(
                "customers",
                ["id", "user_id", "email", "name", "created_at"],
                data.Numbers.Select(number =>
                    (object[])
                        [
                            DevelopmentData.Id("customer", number),
                            DevelopmentData.Id("user", number),
                            DevelopmentData.Email(number),
                            DevelopmentData.Name(number),
                            DevelopmentData.SignedUp(number),
                        ]
                ),
                cancellationToken
            )
            + await table.WriteAsync(
                "subscriptions",
                ["id", "customer_id", "plan_id", "activated_at", "created_at"],
                data.Numbers.Select(number =>
                    (object[])
                        [
                            DevelopmentData.Id("subscription", number),
                            DevelopmentData.Id("customer", number),
                            plans[DevelopmentData.Pick("plan", number, plans.Count)],
                            DevelopmentData.SignedUp(number),
                            DevelopmentData.SignedUp(number),
                        ]
                ),
                cancellationToken
            );
    }

    private static async Task<List<Guid>> PlansAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        var name = new NpgsqlCommandBuilder().QuoteIdentifier(schema);
        await using var command = new NpgsqlCommand($"select id from {name}.plans order by code", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var plans = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            plans.Add(reader.GetGuid(0));
        }

        return plans;
    }
}
