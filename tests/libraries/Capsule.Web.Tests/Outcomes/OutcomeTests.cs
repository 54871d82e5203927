using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Capsule.Web.Tests.Outcomes;

public sealed class OutcomeTests
{
    [Theory]
    [InlineData(RefusalKind.Validation, 400, "The request is not valid.")]
    [InlineData(RefusalKind.Unauthorized, 401, "You are not signed in.")]
    [InlineData(RefusalKind.Forbidden, 403, "This is not allowed.")]
    [InlineData(RefusalKind.NotFound, 404, "The resource does not exist.")]
    [InlineData(RefusalKind.Conflict, 409, "The request conflicts with the current state.")]
    [InlineData(RefusalKind.Unprocessable, 422, "The request cannot be processed.")]
    [InlineData(RefusalKind.TooManyRequests, 429, "Too many requests.")]
    [InlineData(RefusalKind.NotReady, 503, "This is not ready yet.")]
    public void Each_kind_of_refusal_has_its_status_and_title(RefusalKind kind, int status, string title)
    {
        Outcome<string> outcome = new Refusal(kind, "out-of-cheese", "The cheese is gone.");

        var problem = Assert.IsType<ProblemHttpResult>(outcome.ToOk().Result).ProblemDetails;

        Assert.Equal(
            (status, title, "urn:capsule:problem:out-of-cheese", "The cheese is gone."),
            (problem.Status, problem.Title, problem.Type, problem.Detail)
        );
    }

    [Fact]
    public void Every_kind_has_a_status()
    {
        Assert.All(
            Enum.GetValues<RefusalKind>(),
            kind => Assert.InRange(ApiProblem.Of(new Refusal(kind, "code", "detail")).StatusCode, 400, 503)
        );
    }

    [Fact]
    public void A_refusal_with_a_field_names_it_among_the_errors()
    {
        Outcome<string> outcome = Refusal.Conflict("name-taken", "You have one already.", field: "name");

        var problem = Assert.IsType<HttpValidationProblemDetails>(Assert.IsType<ProblemHttpResult>(outcome.ToOk().Result).ProblemDetails);

        Assert.Equal(["You have one already."], problem.Errors["name"]);
        Assert.Equal(StatusCodes.Status409Conflict, problem.Status);
    }

    [Fact]
    public void A_validation_begins_with_the_name_of_the_field()
    {
        var refusal = Refusal.Validation("limit", "must be positive.");

        Assert.Equal(("validation", "limit must be positive.", "limit"), (refusal.Code, refusal.Detail, refusal.Field));
    }

    [Fact]
    public void A_value_is_answered_as_the_endpoint_says()
    {
        Outcome<string> outcome = "cheese";

        Assert.Equal("cheese", Assert.IsType<Ok<string>>(outcome.ToOk().Result).Value);
        Assert.Equal(
            "/api/cheeses/cheese",
            Assert.IsType<Created<string>>(outcome.ToCreated(value => $"/api/cheeses/{value}").Result).Location
        );
        var done = Outcome.Done;
        Assert.IsType<NoContent>(done.ToNoContent().Result);
    }

    [Fact]
    public void The_value_of_a_refusal_or_of_nothing_is_a_bug()
    {
        Outcome<string> refused = Refusal.NotFound("cheese-not-found", "There is no cheese.");

        Assert.Throws<InvalidOperationException>(() => refused.Value);
        Assert.Throws<InvalidOperationException>(() => default(Outcome<string>).Value);
    }
}
