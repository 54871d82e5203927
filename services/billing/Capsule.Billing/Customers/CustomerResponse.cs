namespace Capsule.Billing.Customers;

/// <summary>A customer.</summary>
/// <param name="Id">The customer's identifier.</param>
/// <param name="UserId">The user's identifier in auth.</param>
/// <param name="Email">The e-mail address for invoices.</param>
/// <param name="Name">The name on invoices.</param>
/// <param name="Plan">The running subscription; null after a subscription has ended.</param>
public sealed record CustomerResponse(Guid Id, Guid UserId, string Email, string Name, PlanResponse? Plan);

/// <summary>A running subscription.</summary>
/// <param name="Code">The plan's name.</param>
/// <param name="MonthlyPrice">Monthly price in minor units.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="ActivatedAt">When the subscription started (UTC).</param>
public sealed record PlanResponse(string Code, long MonthlyPrice, string Currency, DateTimeOffset ActivatedAt);
