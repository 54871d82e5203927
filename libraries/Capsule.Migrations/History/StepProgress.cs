namespace Capsule.Migrations;

/// <summary>How far an attempt is that commits its steps one by one.</summary>
/// <param name="StepChecksums">The checksums of the steps that are committed.</param>
/// <param name="Milliseconds">How long it took so far.</param>
/// <param name="Success">Whether it is finished.</param>
internal readonly record struct StepProgress(IReadOnlyList<string> StepChecksums, long Milliseconds, bool Success);
