using System.Collections.Immutable;
using Capsule.Auth.Sessions;

namespace Capsule.Auth.Tests.Sessions.Refresh.Model;

/// <summary>
/// A session as docs/decisions/018 means it: a family of refresh tokens in generations, without any of the means by which the service comes
/// to it. Times count from the sign-in.
/// </summary>
internal sealed record Family
{
    /// <summary>The settings that it follows; no sum of <see cref="Steps.Times"/> comes within ten minutes of any.</summary>
    public static readonly TimeSpan RepeatWindow = TimeSpan.FromMinutes(70);
    public static readonly TimeSpan IdleLifetime = new(14, 0, 10, 0);
    public static readonly TimeSpan Lifetime = new(90, 0, 10, 0);

    public TimeSpan Now { get; init; }

    public TimeSpan RotatedAt { get; init; }

    public TimeSpan ExpiresAt { get; init; } = IdleLifetime;

    public int Generation { get; init; }

    public required ImmutableList<string> Present { get; init; }

    public ImmutableList<string> Parents { get; init; } = [];

    public ImmutableList<string> Older { get; init; } = [];

    public bool IsActive { get; init; } = true;

    /// <summary>Why it ended; null while it has not.</summary>
    public string? Ended { get; init; }

    private bool IsRunning => Ended is null && Now < ExpiresAt;

    /// <summary>The step with the token that it means now.</summary>
    public Request Meant(Step step) =>
        new(
            step,
            step switch
            {
                Step.Refresh(var age, var which) => Token(age, which),
                Step.Repeat(var age, var which, _) => Token(age, which),
                Step.GiveBack(var age, var which) => Token(age, which),
                Step.Ask(var age, var which) => Token(age, which),
                _ => null,
            }
        );

    /// <summary>The family after a request with this answer; null when that is not what the rules say.</summary>
    public Family? After(Request request, Answer answer) =>
        request switch
        {
            { Step: Step.Refresh or Step.Repeat, Token: { } token } => AfterRefresh(token, answer),
            { Step: Step.Ask, Token: { } token } => answer.Done == IsGood(token) ? this : null,

            // Whatever is given back, the answer is the same (RFC 7009, section 2.2).
            { Step: Step.GiveBack, Token: { } token } => !answer.Done ? null
            : IsOurs(token) ? End(RevocationReason.SignedOut)
            : this,
            { Step: Step.End } => answer.Done == Ended is null ? End(RevocationReason.SignedOut) : null,
            { Step: Step.EndOthers } => answer.Done ? End(RevocationReason.SignedOut) : null,
            { Step: Step.ChangePassword } => answer.Done != IsActive ? null
            : IsActive ? End(RevocationReason.PasswordChanged)
            : this,
            { Step: Step.Pass(var time) } => this with { Now = Now + time },
            { Step: Step.SetActive(var active) } => this with { IsActive = active },
            _ => throw new ArgumentException($"{request} is not one step.", nameof(request)),
        };

    private string Token(Age age, int which)
    {
        var tokens = new[] { Present, Parents, Older }
            .Take((int)(age == Age.Forged ? Age.Present : age) + 1)
            .Last(tokens => tokens.Count > 0);
        var token = tokens[which % tokens.Count];
        return age == Age.Forged ? token[..^8] + (token[^8] == 'A' ? 'B' : 'A') + token[^7..] : token;
    }

    private Family? AfterRefresh(string token, Answer answer)
    {
        if (!IsRunning || !IsActive || !IsOurs(token))
        {
            return answer.Done ? null : this;
        }

        var used = this with { ExpiresAt = Lifetime < Now + IdleLifetime ? Lifetime : Now + IdleLifetime };
        return (Present.Contains(token), IsRepeated(token)) switch
        {
            (true, _) when answer.Done => used with
            {
                Generation = Generation + 1,
                RotatedAt = Now,
                Older = [.. Older, .. Parents],
                Parents = Present,
                Present = [answer.Token!],
            },
            (false, true) when answer.Done && Present.Contains(answer.Token!) => used,
            (false, false) when !answer.Done => used.End(RevocationReason.Reuse),
            _ => null,
        };
    }

    private bool IsOurs(string token) => Present.Contains(token) || Parents.Contains(token) || Older.Contains(token);

    private bool IsRepeated(string token) => Parents.Contains(token) && Now - RotatedAt < RepeatWindow;

    private bool IsGood(string token) => IsRunning && IsActive && (Present.Contains(token) || IsRepeated(token));

    private Family End(string reason) => Ended is null ? this with { Ended = reason } : this;

    public override string ToString() =>
        $"generation {Generation} with {Present.Count} tokens, {Parents.Count} parents, {Older.Count} older, at {Now}, rotated at {RotatedAt}, expires at {ExpiresAt}, "
        + $"{(IsActive ? "active" : "not active")}, {(Ended is null ? "running" : $"ended for {Ended}")}";
}
