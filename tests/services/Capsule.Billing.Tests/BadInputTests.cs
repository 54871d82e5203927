using Capsule.Security;
using Capsule.Testing.Sweep;

namespace Capsule.Billing.Tests;

public sealed class BadInputTests
{
    [Fact]
    public async Task Whatever_is_wrong_is_refused_by_name()
    {
        await using var billing = await BillingHost.StartAsync(listen: true);
        billing.CallAs(Guid.CreateVersion7(), Scopes.Billing, Scopes.BillingRead);

        await BadInputSweep.RunAsync(
            billing,
            "billing",
            new SweepRules().AnswersGood("GET /api/customers/{userId}", 404, "customer-not-found")
        );
    }

    [Fact]
    public async Task Whatever_is_wrong_is_refused_by_name_before_the_sign_up_has_arrived()
    {
        await using var billing = await BillingHost.StartAsync(listen: true);
        var user = Guid.CreateVersion7();
        billing.CallAs(user, Scopes.Billing);

        await BadInputSweep.RunAsync(
            billing,
            "billing",
            new SweepRules().Example("userId", user).AnswersGood("GET /api/customers/{userId}", 503, "customer-not-ready")
        );
    }
}
