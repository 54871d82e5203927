namespace Capsule.Billing.Customers;

/// <summary>A customer as the API shows it.</summary>
/// <param name="Id">Identifier in billing.</param>
/// <param name="UserId">Identifier in auth.</param>
/// <param name="Email">Where invoices go.</param>
/// <param name="Name">The name on invoices.</param>
/// <param name="Plan">What the customer is subscribed to; null after a subscription has ended.</param>
public sealed record CustomerResponse(Guid Id, Guid UserId, string Email, string Name, PlanResponse? Plan);

/// <summary>A running subscription as the API shows it.</summary>
/// <param name="Code">The plan's name.</param>
/// <param name="MonthlyPrice">Price of a month in minor units.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="ActivatedAt">Since when, UTC.</param>
public sealed record PlanResponse(string Code, long MonthlyPrice, string Currency, DateTimeOffset ActivatedAt);
