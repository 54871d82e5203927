using Capsule.Auth;
using Capsule.Auth.Migrations;
using Capsule.Auth.Migrations.Administrators;
using Capsule.Auth.Migrations.Audit;
using Capsule.Migrations;

return await MigrationBundle.RunAsync<AuthDbContext>(args, "auth", new AuthSeed(), [new VerifyAuditCommand(), new CreateAdminCommand()]);
