using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Capsule.Web;

/// <summary>Converts outcomes to typed results; the only place where a refusal becomes a problem.</summary>
public static class OutcomeResults
{
    /// <summary>Returns 200 with the value, or the refusal's problem.</summary>
    public static Results<Ok<T>, ProblemHttpResult> ToOk<T>(this Outcome<T> outcome)
        where T : notnull => outcome.To(TypedResults.Ok);

    /// <summary>Returns 204, or the refusal's problem.</summary>
    public static Results<NoContent, ProblemHttpResult> ToNoContent(this Outcome<Done> outcome) =>
        outcome.To(static _ => TypedResults.NoContent());

    /// <summary>Returns 201 with the value, or the refusal's problem.</summary>
    /// <param name="outcome">The use case's outcome.</param>
    /// <param name="address">Returns the address of the created resource.</param>
    public static Results<Created<T>, ProblemHttpResult> ToCreated<T>(this Outcome<T> outcome, Func<T, string> address)
        where T : notnull => outcome.To(value => TypedResults.Created(address(value), value));

    /// <summary>Returns a result for the value, or the refusal's problem.</summary>
    public static Results<TResult, ProblemHttpResult> To<T, TResult>(this Outcome<T> outcome, Func<T, TResult> result)
        where T : notnull
        where TResult : IResult
    {
        ArgumentNullException.ThrowIfNull(result);
        return outcome.Refusal is { } refusal ? ApiProblem.Of(refusal) : result(outcome.Value);
    }
}
