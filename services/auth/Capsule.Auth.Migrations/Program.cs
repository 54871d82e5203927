using Capsule.Auth;
using Capsule.Migrations;

return await MigrationBundle.RunAsync<AuthDbContext>(args, "auth");
