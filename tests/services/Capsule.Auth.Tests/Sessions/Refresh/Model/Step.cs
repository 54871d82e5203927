namespace Capsule.Auth.Tests.Sessions.Refresh.Model;

/// <summary>What may happen to a session.</summary>
internal abstract record Step
{
    /// <summary>Somebody refreshes. Where no token is as old as that, with the next younger one.</summary>
    /// <param name="Age">Of the token.</param>
    /// <param name="Which">Of those of that age, counted around.</param>
    public sealed record Refresh(Age Age, int Which) : Step;

    /// <summary>Somebody refreshes so often with the same token.</summary>
    public sealed record Repeat(Age Age, int Which, int Times) : Step;

    /// <summary>Somebody gives a token back (<c>/connect/revoke</c>).</summary>
    public sealed record GiveBack(Age Age, int Which) : Step;

    /// <summary>A service asks about a token, which uses nothing (<c>/connect/introspect</c>).</summary>
    public sealed record Ask(Age Age, int Which) : Step;

    /// <summary>The user ends this session, from another.</summary>
    public sealed record End : Step;

    /// <summary>The user ends all sessions but another.</summary>
    public sealed record EndOthers : Step;

    /// <summary>The user changes their password, in another session.</summary>
    public sealed record ChangePassword : Step;

    /// <summary>Time passes.</summary>
    public sealed record Pass(TimeSpan Time) : Step;

    /// <summary>The account is closed to its user, or opened.</summary>
    public sealed record SetActive(bool Active) : Step;

    /// <summary>Two requests at once.</summary>
    public sealed record Together(Step One, Step Other) : Step;
}
