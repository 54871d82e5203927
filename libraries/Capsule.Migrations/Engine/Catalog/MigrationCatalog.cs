using System.Reflection;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Capsule.Migrations;

/// <summary>The migrations and the steps of libraries that a bundle was built with.</summary>
internal sealed class MigrationCatalog
{
    private readonly DbContext _context;
    private readonly Assembly _assembly;
    private readonly LockFile _lock;
    private readonly string _schema;

    public MigrationCatalog(DbContext context, Assembly assembly, LockFile? lockFile = null)
    {
        _context = context;
        _assembly = assembly;
        _lock = lockFile ?? LockFile.Of(assembly);
        _schema = context
            .GetService<IDbContextOptions>()
            .Extensions.OfType<RelationalOptionsExtension>()
            .Single()
            .MigrationsHistoryTableSchema!;
        Migrations = [.. context.GetService<IMigrationsAssembly>().Migrations.Select(migration => Known(migration.Key, migration.Value))];
        Chains = [.. LibrarySchemas.Of(context.GetType()).Select(Chain), new MigrationChain(null, Migrations)];
        All = [.. Chains.SelectMany(chain => chain.Migrations)];
    }

    /// <summary>The service's own migrations, oldest first.</summary>
    public IReadOnlyList<KnownMigration> Migrations { get; }

    /// <summary>The steps of each library, then the service's own migrations.</summary>
    public IReadOnlyList<MigrationChain> Chains { get; }

    /// <summary>Everything in the order in which an empty database gets it.</summary>
    public IReadOnlyList<KnownMigration> All { get; }

    /// <summary>What applies a migration or a library's step.</summary>
    /// <exception cref="MigrationException">Its SQL cannot be split into statements, or a statement is not allowed.</exception>
    public IReadOnlyList<MigrationStep> Up(KnownMigration known)
    {
        if (known.Step is { } step)
        {
            return MigrationStep.Of(known.Name, step.Up, _schema);
        }

        var migration = Create(known);
        return MigrationStep.Of(known.Name, Commands(migration.UpOperations, migration));
    }

    /// <summary>What takes a migration or a library's step back; null when nothing does.</summary>
    /// <exception cref="MigrationException">Its SQL cannot be split into statements, or a statement is not allowed.</exception>
    public IReadOnlyList<MigrationStep>? Down(KnownMigration known)
    {
        if (known.Step is { } step)
        {
            return step.Undo is { } undo ? MigrationStep.Of(known.Name, undo, _schema) : null;
        }

        var before = Migrations.LastOrDefault(earlier => string.CompareOrdinal(earlier.Name, known.Name) < 0);
        return OperationsChecksum.Down(Create(known)) is { } down
            ? MigrationStep.Of(known.Name, Commands(down, before is null ? null : Create(before)))
            : null;
    }

    /// <summary>Builds a migration's operations.</summary>
    public Migration Create(KnownMigration migration) =>
        _context.GetService<IMigrationsAssembly>().CreateMigration(migration.Type!, _context.Database.ProviderName!);

    /// <summary>The model that a migration leads to.</summary>
    public IModel Model(Migration migration) =>
        _context.GetService<IModelRuntimeInitializer>().Initialize(migration.TargetModel, designTime: true, validationLogger: null);

    /// <summary>
    /// The commands that operations become; those of <paramref name="target"/> say what the tables are like, none when all are gone.
    /// </summary>
    public IReadOnlyList<MigrationCommand> Commands(IReadOnlyList<MigrationOperation> operations, Migration? target) =>
        _context.GetService<IMigrationsSqlGenerator>().Generate(operations, target is null ? null : Model(target));

    /// <summary>Compares what a migration does with the lock file.</summary>
    public ChecksumState Check(KnownMigration migration)
    {
        if (_lock[migration.Name] is not { } line)
        {
            return ChecksumState.Unlocked;
        }

        if (OperationsChecksum.Of(Create(migration)) == line.Checksum)
        {
            return ChecksumState.Same;
        }

        return line.Engine != LockFile.CurrentEngine && MigrationSource.Checksum(_assembly, migration.Name) == line.Source
            ? ChecksumState.Rebuilt
            : ChecksumState.Edited;
    }

    /// <summary>Returns the lock file's new text; lines that are still right stay unchanged.</summary>
    public string WriteLock() =>
        LockFile.Write(
            Migrations.Select(migration =>
                Check(migration) is ChecksumState.Same or ChecksumState.Rebuilt
                    ? _lock[migration.Name]! with
                    {
                        Source = MigrationSource.Checksum(_assembly, migration.Name),
                    }
                    : new LockedMigration(
                        migration.Name,
                        OperationsChecksum.Of(Create(migration)),
                        MigrationSource.Checksum(_assembly, migration.Name),
                        LockFile.CurrentEngine
                    )
            )
        );

    /// <summary>Finds the migration that <paramref name="target"/> names: by version, name or description.</summary>
    /// <exception cref="MigrationException">There is none, or more than one.</exception>
    public KnownMigration Find(string target)
    {
        var found = All.Where(migration =>
                migration.Version == target
                || migration.Name.Equals(target, StringComparison.OrdinalIgnoreCase)
                || migration.Description.Equals(target, StringComparison.OrdinalIgnoreCase)
            )
            .ToList();
        return found is [var one]
            ? one
            : throw new MigrationException(
                MigrationErrorKind.UnknownMigration,
                $"{(found.Count == 0 ? "No" : "More than one")} migration is called \"{target}\"; there are: {string.Join(", ", All.Select(migration => migration.Name))}."
            );
    }

    /// <summary>
    /// The version up to which a run to <paramref name="last"/> applies a chain: null for all of it, and an empty text for nothing, where
    /// the chain comes after the one that the run ends in.
    /// </summary>
    public string? LimitOf(MigrationChain chain, KnownMigration? last) =>
        last is null || !Chains.Contains(chain) ? null
        : chain.Migrations.Contains(last) ? last.Version
        : Chains.SkipWhile(before => before != chain).Any(after => after.Migrations.Contains(last)) ? null
        : "";

    /// <summary>Everything up to <paramref name="last"/>, in the order in which an empty database gets it.</summary>
    public IReadOnlyList<KnownMigration> UpTo(KnownMigration last) => [.. All.TakeWhile(migration => migration != last), last];

    private static MigrationChain Chain(LibrarySchema library) =>
        new(library.Name, [.. library.Steps.Select(step => new KnownMigration(step.Name, null, OperationsChecksum.Of(step.Text), step))]);

    // The source shows cheaply that nothing was edited. Only validate finds an edit of something that migrations call.
    private KnownMigration Known(string name, TypeInfo type) =>
        _lock[name] is { } line && MigrationSource.Checksum(_assembly, name) == line.Source
            ? new(name, type, line.Checksum)
            : new(
                name,
                type,
                OperationsChecksum.Of(_context.GetService<IMigrationsAssembly>().CreateMigration(type, _context.Database.ProviderName!))
            );
}
