namespace Capsule.Cli.Results;

/// <summary>How an operation ended for all services.</summary>
/// <param name="Command">The command, as it is written.</param>
/// <param name="Services">One per service, in the order of their names.</param>
/// <param name="Interrupted">Whether it was told to stop.</param>
internal sealed record OperationResult(string Command, IReadOnlyList<ServiceResult> Services, bool Interrupted)
{
    /// <summary>
    /// 0 when all are well, the code of all failures when they share one, else 1; 130 when it was told to stop before the end.
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
