using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace OtelGenAI.Collector.Keys;

/// <summary>The text of a key, <c>og_IIIIIIII_SSSS…</c>: a mark that secret scanners can find, its id, and 256 random bits.</summary>
/// <remarks>Hexadecimal throughout, so that it survives headers, YAML, URLs and Basic authentication without quoting.</remarks>
internal readonly record struct KeyText
{
    private const string Mark = "og_";
    private const int IdLength = 8;
    private const int SecretLength = 64;
    private const int Length = 3 + IdLength + 1 + SecretLength;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private readonly string _text;

    private KeyText(string text) => _text = text;

    /// <summary>The id of the key.</summary>
    public string Id => _text.Substring(Mark.Length, IdLength);

    /// <summary>SHA-256 of the text. The secret has 256 random bits: nothing to guess, so nothing that a slow hash would protect.</summary>
    public byte[] Hash() => SHA256.HashData(Encoding.ASCII.GetBytes(_text));

    /// <summary>Makes a new key.</summary>
    public static KeyText Create() => new(
        Mark + RandomNumberGenerator.GetHexString(IdLength, lowercase: true) + "_" + RandomNumberGenerator.GetHexString(SecretLength, lowercase: true));

    /// <summary>Reads what a client presents.</summary>
    /// <returns><see langword="false"/> if it cannot be a key of ours.</returns>
    public static bool TryParse(string text, out KeyText key)
    {
        key = new KeyText(text);
        return text.Length == Length && text.StartsWith(Mark, StringComparison.Ordinal) && text[Mark.Length + IdLength] == '_' &&
            !text.AsSpan(Mark.Length, IdLength).ContainsAnyExcept(HexDigits) && !text.AsSpan(Length - SecretLength).ContainsAnyExcept(HexDigits);
    }

    /// <summary>The whole text, secret included: for the one moment at which it is shown.</summary>
    public string Reveal() => _text;

    /// <summary>The id only, so that a key never gets into a log by accident.</summary>
    public override string ToString() => $"{Mark}{Id}_…";
}
