using Capsule.Auth.Credentials.Proofs;

namespace Capsule.Auth.SignIn;

/// <summary>The body of <c>POST /api/sessions/current/step-up</c>; a user with two factors has to send <c>code</c> as well.</summary>
public sealed record StepUpRequest : PasswordProofRequest;
