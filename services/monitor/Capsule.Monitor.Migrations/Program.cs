using Capsule.Monitor;
using Capsule.Migrations;

return await MigrationBundle.RunAsync<MonitorDbContext>(args, "monitor");
