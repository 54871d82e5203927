namespace Capsule.Cli.Tests.Login;

/// <summary>The tests that share one running auth, one after another.</summary>
[CollectionDefinition]
public sealed class OnSignedUpAuth : ICollectionFixture<SignedUpAuth>;
