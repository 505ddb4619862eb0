namespace OtelGenAI;

/// <summary>Built-in rules that replace personal data and secrets in captured content.</summary>
[Flags]
public enum GenAIPiiRules
{
    /// <summary>No rule.</summary>
    None = 0,

    /// <summary>Email addresses become <c>[email]</c>.</summary>
    Email = 1,

    /// <summary>Phone numbers, with a country code or in groups, become <c>[phone]</c>.</summary>
    Phone = 2,

    /// <summary>Card numbers of 13 to 19 digits whose check digit is right (Luhn) become <c>[card]</c>.</summary>
    Card = 4,

    /// <summary>Account numbers whose check digits are right (ISO 13616) become <c>[iban]</c>.</summary>
    Iban = 8,

    /// <summary>Keys of well-known services, bearer tokens, JSON web tokens and private keys become <c>[key]</c>.</summary>
    ApiKey = 16,

    /// <summary>Addresses of IPv4 and IPv6 become <c>[ip]</c>.</summary>
    IPAddress = 32,

    /// <summary>All rules.</summary>
    All = Email | Phone | Card | Iban | ApiKey | IPAddress,
}
