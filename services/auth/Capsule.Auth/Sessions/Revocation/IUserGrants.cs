namespace Capsule.Auth.Sessions.Revocation;

/// <summary>What users have granted to clients. It ends together with their sessions; the area OAuth keeps it.</summary>
internal interface IUserGrants
{
    /// <summary>Ends everything that a user has granted, and returns how many grants that were.</summary>
    Task<int> EndOfUserAsync(Guid user, CancellationToken cancellationToken);
}
