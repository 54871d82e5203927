using Capsule.Auth.Web;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Capsule.Auth.Accounts.Registration;

internal static class RegistrationEndpoints
{
    public static void MapRegistration(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/users", RegisterAsync)
            .WithName("RegisterUser")
            .WithTags("Users")
            .WithLimit<RegisterUserRequest>(Limits.Registration, request => request.Email)
            .AddEndpointFilter<SteadyAnswerFilter>()
            .WithIdempotencyKey<AuthDbContext, RegisterUserRequest>(
                request => new { request.Email, request.Name },
                owner: request => request.Email
            )
            .ProducesValidationProblem();

    private static async Task<TransactionalWork<Created<UserResponse>>> RegisterAsync(
        RegisterUserRequest request,
        RegisterUser register,
        CancellationToken cancellationToken
    )
    {
        var user = await register.PrepareAsync(request, cancellationToken);
        return new(async inTransaction =>
        {
            var registered = await register.ExecuteAsync(user, inTransaction);
            return TypedResults.Created($"/api/users/{registered.Id}", registered);
        });
    }
}
