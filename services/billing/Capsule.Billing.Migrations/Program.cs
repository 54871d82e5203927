using Capsule.Billing;
using Capsule.Billing.Migrations;
using Capsule.Migrations;

return await MigrationBundle.RunAsync<BillingDbContext>(args, "billing", new BillingSeed());
