using Capsule.Migrations;
using Capsule.Monitor;
using Capsule.Monitor.Migrations;

return await MigrationBundle.RunAsync<MonitorDbContext>(args, "monitor", new MonitorSeed());
