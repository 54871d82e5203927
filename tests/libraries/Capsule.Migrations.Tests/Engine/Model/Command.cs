using FsCheck;
using FsCheck.Fluent;

namespace Capsule.Migrations.Tests.Engine.Model;

/// <summary>What can happen to a bundle or its database between two looks at it.</summary>
internal enum CommandKind
{
    Migrate,
    Undo,
    Repair,

    /// <summary>A step of the bundle's migration becomes another.</summary>
    Edit,

    /// <summary>All edits are taken back.</summary>
    Revert,

    /// <summary>A migration gets its other name.</summary>
    Rename,

    /// <summary>A step fails from now on.</summary>
    Fail,

    /// <summary>The server ends the migrator's session in a step from now on.</summary>
    Kill,

    /// <summary>All steps succeed from now on.</summary>
    Heal,
}

/// <summary>One of them, for a migration and a step of it, which most do not need.</summary>
internal sealed record Command(CommandKind Kind, int Migration, int Step)
{
    /// <summary>Sequences of commands.</summary>
    public static Arbitrary<List<Command>> Sequences { get; } = Arb.From(Gen.ListOf(One()), Shrink);

    public override string ToString() =>
        Kind is CommandKind.Edit or CommandKind.Rename or CommandKind.Fail or CommandKind.Kill ? $"{Kind} {Migration}/{Step}" : $"{Kind}";

    private static Gen<Command> One() =>
        from kind in Gen.Frequency(
            (6, Gen.Constant(CommandKind.Migrate)),
            (3, Gen.Constant(CommandKind.Undo)),
            (2, Gen.Constant(CommandKind.Repair)),
            (3, Gen.Constant(CommandKind.Edit)),
            (1, Gen.Constant(CommandKind.Revert)),
            (2, Gen.Constant(CommandKind.Rename)),
            (3, Gen.Constant(CommandKind.Fail)),
            (2, Gen.Constant(CommandKind.Kill)),
            (2, Gen.Constant(CommandKind.Heal))
        )
        from migration in Gen.Choose(0, ModelBundle.Shapes.Length - 1)
        from step in Gen.Choose(0, 2)
        select new Command(kind, migration, step);

    private static IEnumerable<List<Command>> Shrink(List<Command> commands) =>
        Enumerable.Range(0, commands.Count).Select(without => commands.Where((_, index) => index != without).ToList());
}
