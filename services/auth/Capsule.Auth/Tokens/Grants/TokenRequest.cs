using Capsule.Auth.Clients;

namespace Capsule.Auth.Tokens.Grants;

/// <summary>What somebody asks the token endpoint for.</summary>
/// <param name="Form">The parameters.</param>
/// <param name="Client">The client that asks, proved; null when the request names none.</param>
/// <param name="Http">Where it comes from.</param>
internal sealed record TokenRequest(OAuthForm Form, Client? Client, HttpContext Http);
