using Capsule.Migrations;
using Capsule.Sample.Migrations;
using Capsule.Sample.Migrations.Chain;

// "chain" before the command: the bundle of ten migrations that the kill tests kill.
return args is ["chain", .. var rest]
    ? await MigrationBundle.RunAsync<ChainDbContext>(rest, "chain")
    : await MigrationBundle.RunAsync<SampleDbContext>(args, "sample");
