namespace Capsule.Messaging;

/// <summary>
/// Sends all events concurrently, but events with the same ordering key one by one, in order, until one of them is not confirmed.
/// </summary>
internal static class KeyOrder
{
    /// <summary>Returns the outcome of each event, in the order of <paramref name="events"/>.</summary>
    public static async Task<SendOutcome[]> SendAsync(IReadOnlyList<PendingEvent> events, Func<PendingEvent, Task<SendOutcome>> send)
    {
        var outcomes = new SendOutcome[events.Count];
        Array.Fill(outcomes, SendOutcome.Held);
        var sending = new List<Task>(events.Count);
        var keys = new Dictionary<string, List<int>>();
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i].OrderingKey is not { } key)
            {
                sending.Add(OneByOneAsync([i]));
            }
            else if (keys.TryGetValue(key, out var places))
            {
                places.Add(i);
            }
            else
            {
                keys[key] = [i];
            }
        }

        sending.AddRange(keys.Values.Select(places => OneByOneAsync(places.OrderBy(place => events[place].Sequence))));
        await Task.WhenAll(sending);
        return outcomes;

        async Task OneByOneAsync(IEnumerable<int> places)
        {
            foreach (var place in places)
            {
                outcomes[place] = await send(events[place]);
                if (outcomes[place].Result != SendResult.Confirmed)
                {
                    break;
                }
            }
        }
    }
}
