using Capsule.Cli;

return await new CapsuleCommandLine(CliHost.OfThisProcess()).RunAsync(args);
