using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Capsule.Web;

/// <summary>Turns outcomes into typed results: the one place where a refusal becomes a problem.</summary>
public static class OutcomeResults
{
    /// <summary>Answers 200 with the value, or the refusal's problem.</summary>
    public static Results<Ok<T>, ProblemHttpResult> ToOk<T>(this Outcome<T> outcome)
        where T : notnull => outcome.To(TypedResults.Ok);

    /// <summary>Answers 204, or the refusal's problem.</summary>
    public static Results<NoContent, ProblemHttpResult> ToNoContent(this Outcome<Done> outcome) =>
        outcome.To(static _ => TypedResults.NoContent());

    /// <summary>Answers 201 with the value, or the refusal's problem.</summary>
    /// <param name="outcome">The use case's.</param>
    /// <param name="address">Returns where the created thing is.</param>
    public static Results<Created<T>, ProblemHttpResult> ToCreated<T>(this Outcome<T> outcome, Func<T, string> address)
        where T : notnull => outcome.To(value => TypedResults.Created(address(value), value));

    /// <summary>Answers with a result of the value, or the refusal's problem.</summary>
    public static Results<TResult, ProblemHttpResult> To<T, TResult>(this Outcome<T> outcome, Func<T, TResult> result)
        where T : notnull
        where TResult : IResult
    {
        ArgumentNullException.ThrowIfNull(result);
        return outcome.Refusal is { } refusal ? ApiProblem.Of(refusal) : result(outcome.Value);
    }
}
