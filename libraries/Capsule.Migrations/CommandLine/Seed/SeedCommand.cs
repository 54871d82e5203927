using System.CommandLine;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>seed</c>: fills the tables with development data.</summary>
internal sealed class SeedCommand<TContext> : BundleCommand<TContext>
    where TContext : ServiceDbContext
{
    private const int Limit = 10_000_000;
    private readonly Option<int> _users = new("--users")
    {
        Description = "How many people; a larger number adds the rest.",
        DefaultValueFactory = _ => 100,
    };
    private readonly Confirmation _confirmation = new();
    private readonly IServiceSeed? _seed;

    public SeedCommand(IServiceSeed? seed)
        : base("seed", "Fill the tables with development data, the same at every run and in every service.")
    {
        _seed = seed;
        _users.Validators.Add(users =>
        {
            if (users.Tokens is [var token] && (!int.TryParse(token.Value, out var value) || value is < 1 or > Limit))
            {
                users.AddError($"--users must be from 1 to {Limit}.");
            }
        });
        Add(_users);
        _confirmation.AddTo(this);
    }

    public override async Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        var seed = _seed ?? throw new BundleException(BundleExitCode.Usage, "This service has no development data.");
        _confirmation.Require(
            parsed,
            session.Environment,
            session.Owner.Database!,
            $"adds people who do not exist to {session.Owner.Database}"
        );
        var data = new DevelopmentData(parsed.GetValue(_users));
        var start = session.Options.Clock.GetTimestamp();
        await using var connection = await session.OpenAsync(cancellationToken);
        await MigrationLock.TakeAsync(connection, session.Options, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var rows = await seed.WriteAsync(connection, session.Schema, data, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        var milliseconds = (long)session.Options.Clock.GetElapsedTime(start).TotalMilliseconds;
        if (session.Output.IsJson)
        {
            session.Output.Document(
                new
                {
                    session.Options.Service,
                    connection.Database,
                    data.Users,
                    NewRows = rows,
                    Milliseconds = milliseconds,
                }
            );
        }
        else
        {
            session.Output.Line($"{rows} new rows for {data.Users} users, {milliseconds} ms");
        }

        return BundleExitCode.Success;
    }
}
