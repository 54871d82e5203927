using Capsule.Migrations;
using Npgsql;

namespace Capsule.Deploy.Migrations;

/// <summary>Generates a quota for each user, and up to three deployments within it.</summary>
public sealed class DeploySeed : IServiceSeed
{
    private const int Cpu = 100;
    private const int Memory = 128;
    private static readonly string[] Images = ["nginx:1.27", "redis:7", "postgres:15", "node:20"];

    /// <inheritdoc/>
    public async Task<long> WriteAsync(
        NpgsqlConnection connection,
        string schema,
        DevelopmentData data,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(data);

        var table = new SeedTable(connection, schema);
        return await table.WriteAsync(
                "quotas",
                [
                    "id",
                    "user_id",
                    "plan",
                    "max_deployments",
                    "max_cpu_millicores",
                    "max_memory_megabytes",
                    "used_deployments",
                    "used_cpu_millicores",
                    "used_memory_megabytes",
                    "created_at",
                ],
                data.Numbers.Select(Quota),
                cancellationToken
            )
            + await table.WriteAsync(
                "deployments",
                ["id", "user_id", "name", "image", "cpu_millicores", "memory_megabytes", "status", "created_at"],
                data.Numbers.SelectMany(Deployments),
                cancellationToken
            );
    }

    private static int Count(int number) => DevelopmentData.Pick("deployments", number, 4);

    private static object[] Quota(int number) =>
        [
            DevelopmentData.Id("quota", number),
            DevelopmentData.Id("user", number),
            "free",
            3,
            1000,
            1024,
            Count(number),
            Count(number) * Cpu,
            Count(number) * Memory,
            DevelopmentData.SignedUp(number),
        ];

    private static IEnumerable<object[]> Deployments(int number) =>
        Enumerable
            .Range(1, Count(number))
            .Select(i =>
                (object[])
                    [
                        DevelopmentData.Id($"deployment {i}", number),
                        DevelopmentData.Id("user", number),
                        $"app-{i}",
                        Images[DevelopmentData.Pick($"image {i}", number, Images.Length)],
                        Cpu,
                        Memory,
                        "requested",
                        DevelopmentData.SignedUp(number).AddMinutes(i),
                    ]
            );
}
