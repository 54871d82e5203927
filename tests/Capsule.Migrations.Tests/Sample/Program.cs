using Capsule.Migrations;
using Capsule.Sample.Migrations;

return await MigrationBundle.RunAsync<SampleDbContext>(args, "sample");
