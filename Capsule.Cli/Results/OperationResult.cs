namespace Capsule.Cli.Results;

/// <summary>The result of an operation for all services.</summary>
/// <param name="Command">The command as written by the user.</param>
/// <param name="Services">One result per service, ordered by name.</param>
/// <param name="Interrupted">Whether the operation was interrupted.</param>
internal sealed record OperationResult(string Command, IReadOnlyList<ServiceResult> Services, bool Interrupted)
{
    /// <summary>
    /// The exit code: 0 when all services succeeded, the common code of all failures, or 1 when failures differ; 130 when the operation was
    /// interrupted before its end.
    /// </summary>
    public int ExitCode
    {
        get
        {
            var codes = Services.Where(service => !service.IsOk).Select(service => service.ExitCode).Distinct().ToArray();
            return codes switch
            {
                [] => Cli.ExitCode.Success,
                _ when Interrupted => Cli.ExitCode.Cancelled,
                [var code] => code,
                _ => Cli.ExitCode.SeveralFailures,
            };
        }
    }
}
