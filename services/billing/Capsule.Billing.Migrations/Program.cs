using Capsule.Billing;
using Capsule.Migrations;

return await MigrationBundle.RunAsync<BillingDbContext>(args, "billing");
