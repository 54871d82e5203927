using Capsule.Deploy;
using Capsule.Migrations;

return await MigrationBundle.RunAsync<DeployDbContext>(args, "deploy");
