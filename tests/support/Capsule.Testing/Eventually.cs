namespace Capsule.Testing;

/// <summary>
/// Waits for a condition with a deadline, never for a fixed time. It asks again after a tenth of the time that has passed, between 20
/// and 200 ms: conditions that take long are often expensive to check.
/// </summary>
public static class Eventually
{
    private const int MinInterval = 20;
    private const int MaxInterval = 200;
    private static readonly TimeSpan Default = TimeSpan.FromSeconds(30);

    /// <summary>Returns once <paramref name="condition"/> holds.</summary>
    /// <exception cref="TimeoutException">It did not hold before the deadline (30 s unless given).</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? deadline = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            var elapsed = TimeProvider.System.GetElapsedTime(start);
            if (elapsed > (deadline ?? Default))
            {
                throw new TimeoutException($"Within {deadline ?? Default}: {what}");
            }

            await Task.Delay(Math.Clamp((int)elapsed.TotalMilliseconds / 10, MinInterval, MaxInterval));
        }
    }

    /// <inheritdoc cref="TrueAsync(Func{Task{bool}}, string, TimeSpan?)"/>
    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan? deadline = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, deadline);
}
