namespace Microsoft.IdentityModel.Tokens;

/// <summary>Reads and validates tokens of one format.</summary>
public abstract class TokenHandler
{
    private int _maximumTokenSizeInBytes = TokenValidationParameters.DefaultMaximumTokenSizeInBytes;

    /// <summary>Longer tokens are refused before anything of them is read.</summary>
    public virtual int MaximumTokenSizeInBytes
    {
        get => _maximumTokenSizeInBytes;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _maximumTokenSizeInBytes = value;
        }
    }

    public virtual Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters) =>
        throw new NotImplementedException();
}
