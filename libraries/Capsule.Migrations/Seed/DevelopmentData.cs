using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Capsule.Migrations;

/// <summary>
/// Invented people, the same in every service and every run: a service derives its rows from their
/// numbers.
/// </summary>
/// <param name="Users">How many there are.</param>
public sealed record DevelopmentData(int Users)
{
    private static readonly string[] FirstNames =
    [
        "Ada",
        "Alan",
        "Barbara",
        "Dennis",
        "Edsger",
        "Frances",
        "Grace",
        "John",
        "Katherine",
        "Ken",
        "Leslie",
        "Margaret",
        "Niklaus",
        "Radia",
        "Tony",
        "Whitfield",
    ];
    private static readonly string[] LastNames =
    [
        "Allen",
        "Diffie",
        "Dijkstra",
        "Hamilton",
        "Hoare",
        "Hopper",
        "Johnson",
        "Kernighan",
        "Lamport",
        "Liskov",
        "Lovelace",
        "Perlman",
        "Ritchie",
        "Thompson",
        "Turing",
        "Wirth",
    ];

    /// <summary>When the first person signed up (UTC); the others follow at intervals of an hour.</summary>
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Their numbers, from 1.</summary>
    public IEnumerable<int> Numbers => Enumerable.Range(1, Users);

    /// <summary>
    /// The id of what <paramref name="kind"/> names, of a person: a UUID of version 8 (RFC 9562), made of a hash of both.
    /// </summary>
    public static Guid Id(string kind, int number)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"capsule development data|{kind}|{number}")),
            hash
        );
        hash[6] = (byte)(0x80 | (hash[6] & 0x0F));
        hash[8] = (byte)(0x80 | (hash[8] & 0x3F));
        return new Guid(hash[..16], bigEndian: true);
    }

    /// <summary>A number from 0 to <paramref name="limit"/> - 1 that stays the same for a kind and a person.</summary>
    public static int Pick(string kind, int number, int limit)
    {
        Span<byte> bytes = stackalloc byte[16];
        Id($"pick {kind}", number).TryWriteBytes(bytes);
        return (int)(BinaryPrimitives.ReadUInt32LittleEndian(bytes) % (uint)limit);
    }

    /// <summary>A person's name.</summary>
    public static string Name(int number) =>
        $"{FirstNames[Pick("first name", number, FirstNames.Length)]} {LastNames[Pick("last name", number, LastNames.Length)]}";

    /// <summary>A person's address.</summary>
    public static string Email(int number) => string.Create(CultureInfo.InvariantCulture, $"user{number}@example.com");

    /// <summary>When a person signed up.</summary>
    public static DateTimeOffset SignedUp(int number) => Start.AddHours(number - 1);
}
