namespace Capsule.Auth.Sessions.Revocation;

/// <summary>Ends what users have granted to clients together with the users' sessions. The area OAuth implements it.</summary>
internal interface IUserGrants
{
    /// <summary>Ends everything that a user has granted, and returns how many grants that were.</summary>
    Task<int> EndOfUserAsync(Guid user, CancellationToken cancellationToken);
}
