using Microsoft.Extensions.Options;

namespace Capsule.Auth.Secrets;

/// <summary>Validates the master keys, and names the setting that is not a key.</summary>
internal sealed class MasterKeyOptionsValidation : IValidateOptions<MasterKeyOptions>
{
    public ValidateOptionsResult Validate(string? name, MasterKeyOptions options)
    {
        if (MasterKey.TryParse(options.MasterKey) is null)
        {
            return ValidateOptionsResult.Fail(
                $"Auth:MasterKey must be {MasterKey.Size} random bytes in base64 (environment: Auth__MasterKey); "
                    + $"`openssl rand -base64 {MasterKey.Size}` makes one. "
                    + "All replicas need the same, and it must be kept: without it signing keys and second factors cannot be read."
            );
        }

        return MasterKey.Split(options.RetiredMasterKeys).Any(key => MasterKey.TryParse(key) is null)
            ? ValidateOptionsResult.Fail($"Auth:RetiredMasterKeys must be earlier values of Auth:MasterKey, with commas between.")
            : ValidateOptionsResult.Success;
    }
}
