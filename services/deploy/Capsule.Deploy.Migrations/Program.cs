using Capsule.Deploy;
using Capsule.Deploy.Migrations;
using Capsule.Migrations;

return await MigrationBundle.RunAsync<DeployDbContext>(args, "deploy", new DeploySeed());
