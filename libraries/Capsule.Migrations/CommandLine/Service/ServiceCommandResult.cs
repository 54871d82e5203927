namespace Capsule.Migrations;

/// <summary>What a command of a service's own found out.</summary>
/// <param name="Document">For programs.</param>
/// <param name="Text">For people, in a line.</param>
/// <param name="IsFinding">Whether something is wrong: the process ends with <see cref="BundleExitCode.Findings"/>.</param>
public sealed record ServiceCommandResult(object Document, string Text, bool IsFinding);
