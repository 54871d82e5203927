using Capsule.Auth.Credentials.Proofs;

namespace Capsule.Auth.SignIn;

/// <summary>The body of <c>POST /api/sessions/current/step-up</c>; <c>code</c> is needed with two factors, beside a password too.</summary>
public sealed record StepUpRequest : PasswordProofRequest;
