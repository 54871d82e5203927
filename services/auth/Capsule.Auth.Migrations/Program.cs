using Capsule.Auth;
using Capsule.Auth.Migrations;
using Capsule.Migrations;

return await MigrationBundle.RunAsync<AuthDbContext>(args, "auth", new AuthSeed());
