using System.CommandLine;

namespace Capsule.Migrations;

/// <summary>The options that several commands on backups have.</summary>
internal abstract class BackupDefinition(string name, string description, string folder = "--from") : CommandDefinition(name, description)
{
    public Option<string?> Folder { get; } =
        new(folder)
        {
            Description =
                "Folder of the backups (else CAPSULE_BACKUPS, else capsule/backups in the user's data folder, /var/lib for root).",
            HelpName = "DIR",
        };

    /// <summary>How many processes work at a time; an option of the commands that copy data.</summary>
    public Option<int> Jobs { get; } = MakeJobs();

    protected static Argument<string?> MakeBackup() =>
        new("backup")
        {
            Description = "Name of the backup, or path of its folder; the newest complete one unless given.",
            Arity = ArgumentArity.ZeroOrOne,
            HelpName = "ID",
        };

    private static Option<int> MakeJobs()
    {
        var jobs = new Option<int>("--jobs")
        {
            Description = "How many processes work at a time.",
            DefaultValueFactory = _ => Math.Clamp(Environment.ProcessorCount, 1, 8),
            HelpName = "N",
        };
        jobs.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var value) && value < 1)
            {
                result.AddError("--jobs must be at least 1.");
            }
        });
        return jobs;
    }
}

/// <summary><c>backup create</c>.</summary>
internal sealed class BackupCreateDefinition : BackupDefinition
{
    public BackupCreateDefinition()
        : base("create", "Take a backup of the database as it is at this moment.", "--to") => Add(Folder, Jobs);
}

/// <summary><c>backup list</c>.</summary>
internal sealed class BackupListDefinition : BackupDefinition
{
    public BackupListDefinition()
        : base("list", "List the backups, when each was proved by a restore, and why prune keeps or removes it.") =>
        Add([.. Keep.All, Folder]);

    public RetentionOptions Keep { get; } = new();
}

/// <summary><c>backup verify</c>.</summary>
internal sealed class BackupVerifyDefinition : BackupDefinition
{
    public BackupVerifyDefinition()
        : base("verify", "Restore a backup into a scratch database, compare it with its manifest, and drop it.") =>
        Add(Backup, Folder, Jobs);

    public Argument<string?> Backup { get; } = MakeBackup();
}

/// <summary><c>backup restore</c>.</summary>
internal sealed class BackupRestoreDefinition : BackupDefinition
{
    public BackupRestoreDefinition()
        : base("restore", "Restore a backup into a new database; never over a live one.")
    {
        Add(Backup, Into, Swap, Including);
        Add(Confirmation);
        Add(Folder, Jobs);
    }

    public Argument<string?> Backup { get; } = MakeBackup();

    public Option<string> Into { get; } =
        new("--into")
        {
            Description = "Name of the new database, which must not exist.",
            HelpName = "NAME",
            Required = true,
        };

    public Option<bool> Swap { get; } =
        new("--swap")
        {
            Description = "Once the restore has verified, end all sessions of the live database and exchange the names of the two.",
        };

    public Option<string[]> Including { get; } = IncludingOption.Make();

    public ConfirmationOptions Confirmation { get; } = new();
}

/// <summary><c>backup prune</c>.</summary>
internal sealed class BackupPruneDefinition : BackupDefinition
{
    public BackupPruneDefinition()
        : base("prune", "Remove the backups that no rule keeps; the newest and the newest verified always stay.") =>
        Add([.. Keep.All, DryRun, Folder]);

    public RetentionOptions Keep { get; } = new();

    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "List what would be removed; removes nothing." };
}
