namespace Capsule.Messaging.Tests.Support;

public sealed record OrderNoted(string Note);
