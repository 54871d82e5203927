namespace Capsule.Auth.Keys;

/// <summary>Generates a key for an algorithm of <see cref="KeyPair.Algorithms"/>: its identifier, and both keys in DER.</summary>
internal delegate (string Kid, byte[] PublicKey, byte[] PrivateKey) GenerateKey(string algorithm);
