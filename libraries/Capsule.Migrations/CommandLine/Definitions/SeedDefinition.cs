using System.CommandLine;

namespace Capsule.Migrations;

/// <summary><c>seed</c>.</summary>
internal sealed class SeedDefinition : CommandDefinition
{
    private const int MaxUsers = 10_000_000;

    public SeedDefinition()
        : base("seed", "Write development data, the same at every run and in every service.")
    {
        Users.Validators.Add(users =>
        {
            if (users.Tokens is [var token] && (!int.TryParse(token.Value, out var value) || value is < 1 or > MaxUsers))
            {
                users.AddError($"--users must be from 1 to {MaxUsers}.");
            }
        });
        Add(Users);
        Add(Confirmation);
    }

    public Option<int> Users { get; } =
        new("--users")
        {
            Description = "How many users; a larger number adds the rest.",
            DefaultValueFactory = _ => 100,
            HelpName = "N",
        };

    public ConfirmationOptions Confirmation { get; } = new();
}
