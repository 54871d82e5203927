using Capsule.Migrations.Tests.Scripted;

namespace Capsule.Migrations.Tests.Engine.Model;

/// <summary>
/// Three migrations whose steps write down that they ran, and the edits and names that they have now. A step of the undo takes back one
/// step, the last first.
/// </summary>
internal sealed class ModelBundle
{
    /// <summary>For each migration, whether its steps run in a transaction; steps side by side that do would be one.</summary>
    public static readonly bool[][] Shapes =
    [
        [true],
        [true, false, true],
        [false, false, true],
    ];

    private readonly int[][] _editions = [.. Shapes.Select(shape => new int[shape.Length])];
    private readonly bool[] _isRenamed = new bool[Shapes.Length];

    public IEnumerable<ScriptedMigration> Migrations =>
        Shapes.Select((shape, migration) => new ScriptedMigration(Name(migration), Up(migration, shape), Down(migration, shape)));

    public string Name(int migration) => $"2026010{migration + 1}000000_{(_isRenamed[migration] ? "B" : "A")}";

    public int Edition(int migration, int step) => _editions[migration][step];

    public void Edit(int migration, int step) => _editions[migration][step % Shapes[migration].Length]++;

    public void Revert()
    {
        foreach (var editions in _editions)
        {
            Array.Clear(editions);
        }
    }

    public void Rename(int migration) => _isRenamed[migration] = !_isRenamed[migration];

    private ScriptedSql[] Up(int migration, bool[] shape) =>
        [.. shape.Select((inside, step) => Run(migration, step, _editions[migration][step], 1, inside))];

    private static ScriptedSql[] Down(int migration, bool[] shape) =>
        [.. shape.Select((inside, step) => Run(migration, step, 0, -1, inside)).Reverse()];

    private static ScriptedSql Run(int migration, int step, int edition, int effect, bool isInside) =>
        new($"select public.run({migration}, {step}, {edition}, {effect})", !isInside);
}
