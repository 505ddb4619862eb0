using System.Net;
using System.Text.RegularExpressions;

namespace OtelGenAI.Content;

/// <summary>Finds personal data and secrets by their shape, and where there is one by their check digits.</summary>
/// <remarks>Every expression has a time limit; beyond it the caller has to assume the worst.</remarks>
internal static partial class PiiRules
{
    private const int TimeoutMilliseconds = 250;

    /// <summary>Replaces what the rules find.</summary>
    /// <exception cref="RegexMatchTimeoutException">The text took too long; nothing can be said of it.</exception>
    public static string Apply(GenAIPiiRules rules, string text)
    {
        // Keys first, which may have anything inside; then what is checked by digits, before the looser shapes of phone numbers can take it.
        text = Apply(rules, GenAIPiiRules.ApiKey, text, ApiKey(), "[key]", static _ => true);
        text = Apply(rules, GenAIPiiRules.Email, text, Email(), "[email]", static _ => true);
        text = Apply(rules, GenAIPiiRules.Iban, text, Iban(), "[iban]", IsIban);
        text = Apply(rules, GenAIPiiRules.Card, text, Card(), "[card]", IsCard);
        text = Apply(rules, GenAIPiiRules.IPAddress, text, IPAddressShape(), "[ip]", IsAddress);
        return Apply(rules, GenAIPiiRules.Phone, text, Phone(), "[phone]", IsPhone);
    }

    private static string Apply(GenAIPiiRules rules, GenAIPiiRules rule, string text, Regex shape, string replacement, Func<string, bool> isOne) =>
        (rules & rule) == 0 ? text : shape.Replace(text, match => isOne(match.Value) ? replacement : match.Value);

    private static bool IsCard(string match)
    {
        var sum = 0;
        var count = 0;
        for (var i = match.Length - 1; i >= 0; i--)
        {
            if (!char.IsAsciiDigit(match[i]))
            {
                continue;
            }

            var digit = match[i] - '0';
            if (count % 2 == 1)
            {
                digit = digit > 4 ? (digit * 2) - 9 : digit * 2;
            }

            sum += digit;
            count++;
        }

        return count is >= 13 and <= 19 && sum % 10 == 0;
    }

    // The first four characters go to the end, letters become numbers from 10 on, and the rest of a division by 97 is 1.
    private static bool IsIban(string match)
    {
        var compact = match.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        if (compact.Length is < 15 or > 34)
        {
            return false;
        }

        var remainder = 0;
        foreach (var letter in compact[4..] + compact[..4])
        {
            remainder = char.IsAsciiDigit(letter) ? ((remainder * 10) + (letter - '0')) % 97 : ((remainder * 100) + (letter - 'A' + 10)) % 97;
        }

        return remainder == 1;
    }

    private static bool IsAddress(string match) =>
        IPAddress.TryParse(match, out _) && (match.Contains('.', StringComparison.Ordinal) || match.Count(static letter => letter == ':') >= 2);

    private static bool IsPhone(string match) => match.Count(char.IsAsciiDigit) is >= 7 and <= 15;

    [GeneratedRegex(@"[A-Za-z0-9._%+'-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex Email();

    [GeneratedRegex(@"(?<![\w.])(?<!\d[ .-])(?:\+\d{1,3}[ .()/-]{0,2}(?:\d[ .()/-]{0,2}){6,12}\d|\(\d{2,5}\)[ .-]?\d{3,4}[ .-]?\d{3,5}|\d{2,4}[ .-]\d{3,4}[ .-]\d{3,5})(?![\w.]*\d)(?![ .-]\d)", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex Phone();

    [GeneratedRegex(@"(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex Card();

    [GeneratedRegex(@"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,3})?(?![A-Za-z0-9])", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex Iban();

    [GeneratedRegex(@"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})(?![\w:]|\.\d)", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex IPAddressShape();

    [GeneratedRegex(
        @"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)" +
        @"|(?<![A-Za-z0-9])(?:sk-[A-Za-z0-9_-]{16,}|(?:sk|pk|rk)_(?:live|test)_[A-Za-z0-9]{16,}|(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,}" +
        @"|github_pat_[A-Za-z0-9_]{22,}|glpat-[A-Za-z0-9_-]{20,}|xox[abeprs]-[A-Za-z0-9-]{10,}|AIza[0-9A-Za-z_-]{35}|gsk_[A-Za-z0-9]{20,}|hf_[A-Za-z0-9]{30,}" +
        @"|eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}|[Bb]earer [A-Za-z0-9._~+/-]{20,}=*)",
        RegexOptions.CultureInvariant,
        TimeoutMilliseconds)]
    private static partial Regex ApiKey();
}
