using System.CommandLine;

namespace Capsule.Migrations;

/// <summary><c>migrate</c>.</summary>
internal sealed class MigrateDefinition : CommandDefinition
{
    public MigrateDefinition()
        : base("migrate", "Apply pending migrations and grant the API's role its rights.") =>
        Add(Target, DryRun, BackupFirst, Including, OutOfOrder);

    public Option<string?> Target { get; } =
        new("--target") { Description = "The last migration to apply: version, name or description.", HelpName = "VERSION" };

    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Print the SQL of what would run; changes nothing." };

    public Option<bool> BackupFirst { get; } =
        new("--backup-first")
        {
            Description = "Take and verify a backup before; restore it if a migration fails half-way, where no rollback helps.",
        };

    public Option<string[]> Including { get; } = IncludingOption.Make();

    public Option<bool> OutOfOrder { get; } =
        new("--out-of-order")
        {
            Description = "Apply migrations that are older than the newest applied one (always allowed in Development).",
        };
}

/// <summary><c>undo</c>.</summary>
internal sealed class UndoDefinition : CommandDefinition
{
    public UndoDefinition()
        : base("undo", "Run Down of the newest migration, or of all above the target; of a library when the target is one of its steps.")
    {
        Add(Target);
        Add(Confirmation);
    }

    public Option<string?> Target { get; } =
        new("--target")
        {
            Description =
                "The migration or library step to go back to, which stays: version, name or description; 0 for none, "
                + "Capsule.Messaging/0 for none of a library.",
            HelpName = "VERSION",
        };

    public ConfirmationOptions Confirmation { get; } = new();
}

/// <summary><c>repair</c>.</summary>
internal sealed class RepairDefinition : CommandDefinition
{
    public RepairDefinition()
        : base(
            "repair",
            "Remove failed attempts from the history, take over checksums and names of the bundle, mark missing migrations as deleted."
        )
    {
        Add(DryRun);
        Add(OptionScope.OneService, Forget);
    }

    public Option<string?> Forget { get; } =
        new("--forget")
        {
            Description = "Forget the committed steps of this unfinished migration, after you have reverted by hand what they did.",
            HelpName = "NAME",
        };

    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "List what would be repaired; changes nothing." };
}

/// <summary><c>baseline</c>.</summary>
internal sealed class BaselineDefinition : CommandDefinition
{
    public BaselineDefinition()
        : base("baseline", "Adopt an existing schema as being at a version; only later migrations are applied.") => Add(Version);

    public Option<string> Version { get; } =
        new("--version", "--at")
        {
            Description = "The migration that the schema is at: version, name or description.",
            HelpName = "VERSION",
            Required = true,
        };
}

/// <summary><c>reset</c>.</summary>
internal sealed class ResetDefinition : CommandDefinition
{
    public ResetDefinition()
        : base("reset", "Drop the service's schema with all its data, and build it again.") => Add(Confirmation);

    public ConfirmationOptions Confirmation { get; } = new();
}

/// <summary><c>unlock</c>.</summary>
internal sealed class UnlockDefinition : CommandDefinition
{
    public UnlockDefinition()
        : base("unlock", "End the session of a dead migrator that still holds the lock.") => Add(Force);

    public Option<bool> Force { get; } = new("--force") { Description = "End the session even if it seems to work." };
}
