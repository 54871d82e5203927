using Capsule.Monitor;
using Capsule.Monitor.Migrations;
using Capsule.Migrations;

return await MigrationBundle.RunAsync<MonitorDbContext>(args, "monitor", new MonitorSeed());
