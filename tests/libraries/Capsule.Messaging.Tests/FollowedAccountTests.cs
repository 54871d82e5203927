using Capsule.Contracts;

namespace Capsule.Messaging.Tests;

/// <summary>The rule by which services merge what happens to accounts.</summary>
public sealed class FollowedAccountTests
{
    private static readonly Guid User = Guid.CreateVersion7();

    [Fact]
    public void Every_order_and_every_repetition_ends_in_the_state_of_the_highest_version()
    {
        object[] events =
        [
            Registered(User),
            Changed(2, AccountState.Closed),
            Changed(3, AccountState.Active),
            Changed(4, AccountState.Deactivated),
        ];
        foreach (var order in Orders([.. events, .. events[1..3]]))
        {
            var row = new Row { UserId = User };

            foreach (var @event in order)
            {
                Follow(row, @event);
            }

            Assert.Equal((4, AccountState.Deactivated, false), (row.AccountVersion, row.AccountState, row.IsClosed));
        }
    }

    [Fact]
    public void A_version_is_taken_over_once()
    {
        var row = new Row { UserId = User };

        Assert.True(row.Follow(Changed(2, AccountState.Closed)));
        Assert.False(row.Follow(Changed(2, AccountState.Active)));
        Assert.False(row.Follow(Registered(User)));
        Assert.True(row.IsClosed);
    }

    [Fact]
    public void A_registration_is_the_first_version()
    {
        var row = new Row { UserId = User };

        Assert.True(row.Follow(Registered(User)));
        Assert.False(row.Follow(Registered(User)));
        Assert.True(row.Follow(Changed(2, AccountState.Closed)));
    }

    [Fact]
    public void An_event_about_another_account_is_refused() =>
        Assert.Throws<ArgumentException>(() => new Row { UserId = User }.Follow(Registered(Guid.CreateVersion7())));

    private static UserRegistered Registered(Guid user) => new(user, "ada@example.com", "Ada", DateTimeOffset.UnixEpoch);

    private static AccountStateChanged Changed(int version, AccountState state) =>
        new(User, version, state, "ada@example.com", DateTimeOffset.UnixEpoch);

    private static bool Follow(Row row, object @event) =>
        @event is UserRegistered registered ? row.Follow(registered) : row.Follow((AccountStateChanged)@event);

    private static IEnumerable<object[]> Orders(object[] events) =>
        events.Length <= 1
            ? [events]
            : events.SelectMany((first, i) => Orders([.. events[..i], .. events[(i + 1)..]]).Select(rest => (object[])[first, .. rest]));

    private sealed class Row : FollowedAccount;
}
