
return await new CapsuleCommandLine(CliHost.OfThisProcess()).RunAsync(args);
