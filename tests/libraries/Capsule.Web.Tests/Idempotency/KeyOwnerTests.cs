using Capsule.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Capsule.Web.Tests.Idempotency;

public sealed class KeyOwnerTests
{
    [Fact]
    public void An_endpoint_that_takes_strangers_and_does_not_say_whose_their_keys_are_does_not_start()
    {
        using var app = WebApplication.CreateBuilder().Build();
        app.MapPost("/orders", Handle).WithIdempotencyKey<OrdersContext, Order>(order => order);

        var failure = Assert.Throws<InvalidOperationException>(() => Endpoints(app));

        Assert.Contains("/orders", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_says_so_or_takes_nobody_without_a_token_does()
    {
        using var app = WebApplication.CreateBuilder().Build();
        app.MapPost("/strangers", Handle).WithIdempotencyKey<OrdersContext, Order>(order => order, owner: order => order.Customer);
        app.MapGroup("/own").RequireAuthorization().MapPost("", Handle).WithIdempotencyKey<OrdersContext, Order>(order => order);

        Assert.Equal(2, Endpoints(app).Count);
    }

    private static TransactionalWork<Microsoft.AspNetCore.Http.HttpResults.Created> Handle(Order order) =>
        new(_ => Task.FromResult(TypedResults.Created($"/orders/{order.Customer}")));

    private static List<Endpoint> Endpoints(IEndpointRouteBuilder app) => [.. app.DataSources.SelectMany(source => source.Endpoints)];

    private sealed record Order(string Customer);
}
