namespace Capsule.Messaging.Tests;

public sealed class MessageIdTests
{
    [Fact]
    public void Identifiers_grow_also_within_a_millisecond_and_when_the_clock_is_set_back()
    {
        var clock = new Clock { Now = DateTimeOffset.UnixEpoch.AddYears(50) };
        var ids = new MessageIds(clock);
        var made = new List<Guid>();
        for (var i = 0; i < 10_000; i++)
        {
            made.Add(ids.Next());
        }

        clock.Now = clock.Now.AddHours(-1);
        made.Add(ids.Next());
        clock.Now = clock.Now.AddHours(2);
        made.Add(ids.Next());

        Assert.Equal(made.Order(), made);
        Assert.Equal(made.Count, made.Distinct().Count());
        Assert.All(made, id => Assert.Equal(7, id.Version));
    }

    [Fact]
    public void The_time_of_an_identifier_is_that_of_its_making()
    {
        var clock = new Clock { Now = new DateTimeOffset(2026, 11, 21, 22, 5, 7, 123, TimeSpan.Zero) };

        Assert.Equal(clock.Now, MessageIds.TimeOf(new MessageIds(clock).Next()));
        Assert.Equal(clock.Now, MessageIds.TimeOf(Guid.CreateVersion7(clock.Now)));
        Assert.Null(MessageIds.TimeOf(Guid.NewGuid()));
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
