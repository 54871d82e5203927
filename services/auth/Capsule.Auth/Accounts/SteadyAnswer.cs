using Microsoft.Extensions.Options;

namespace Capsule.Auth.Accounts;

/// <summary>Makes an answer take the same time whether or not an account exists, so that the time does not reveal it.</summary>
internal sealed class SteadyAnswer(TimeProvider timeProvider, IOptions<AccountOptions> options)
{
    /// <summary>Does the work, and returns no earlier than <see cref="AccountOptions.AnswerTime"/> after it began.</summary>
    public async Task AfterAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        var start = timeProvider.GetTimestamp();
        await work();
        var rest = options.Value.AnswerTime - timeProvider.GetElapsedTime(start);
        if (rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, timeProvider, cancellationToken);
        }
    }
}
