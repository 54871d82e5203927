using Capsule.Auth.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Tests.Credentials.Passwords;

/// <summary>Hashes as always, but while it is closed no hash comes to its end.</summary>
internal sealed class GatedHasher : IPasswordHasher<User>, IDisposable
{
    private readonly PasswordHasher<User> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 1000 }));
    private readonly ManualResetEventSlim _gate = new();
    private int _waiting;

    /// <summary>How many hashes have been asked for since the gate was closed.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public void Open() => _gate.Set();

    public void Close()
    {
        _gate.Reset();
        Volatile.Write(ref _waiting, 0);
    }

    public string HashPassword(User user, string password)
    {
        Interlocked.Increment(ref _waiting);
        _gate.Wait();
        return _hasher.HashPassword(user, password);
    }

    public PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword)
    {
        Interlocked.Increment(ref _waiting);
        _gate.Wait();
        return _hasher.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }

    public void Dispose()
    {
        _gate.Set();
        _gate.Dispose();
    }
}
