using System.Text.Json;
using System.Text.Json.Serialization;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Collector.Keys;

/// <summary>The keys of a data folder: <c>keys.json</c>, replaced as a whole, so that a reader sees it before or after a change.</summary>
/// <remarks>Changed by <c>otelgenai keys</c> while the collector runs and reads. Nothing in it opens anything: it holds hashes.</remarks>
internal sealed class KeyFile(string dataFolder)
{
    private const int Version = 1;

    /// <summary>Where it is.</summary>
    public string Path { get; } = System.IO.Path.Combine(dataFolder, "keys.json");

    /// <summary>What tells one state of the file from the next without reading it; <see langword="null"/> if there is no file.</summary>
    public KeyFileStamp? Stamp()
    {
        var file = new FileInfo(Path);
        return file.Exists ? new KeyFileStamp(file.LastWriteTimeUtc, file.Length) : null;
    }

    /// <summary>The keys.</summary>
    /// <returns><see langword="null"/> if there is no file: nobody has ever added a key.</returns>
    /// <exception cref="KeyFileException">The file cannot be read, or is not ours.</exception>
    public IReadOnlyList<ApiKey>? Read()
    {
        try
        {
            using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = JsonSerializer.Deserialize(file, KeyFileJson.Default.KeyFileContent);
            return content is { Version: Version } ? [.. content.Keys.Select(ToKey)] : throw new JsonException($"its version is not {Version}");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is JsonException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"{Path} cannot be read as a file of keys: {e.Message}", e);
        }
    }

    /// <summary>Changes the keys. Two commands at once do not lose each other's change.</summary>
    /// <param name="change">From the keys as they are to the keys as they shall be.</param>
    /// <exception cref="KeyFileException">The file cannot be read or written, or another command is changing it.</exception>
    public void Change(Func<IReadOnlyList<ApiKey>, IReadOnlyList<ApiKey>> change)
    {
        try
        {
            Directory.CreateDirectory(dataFolder);
            using var only = new FileStream(Path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            Write(change(Read() ?? []));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"{Path} cannot be changed: {e.Message} If another otelgenai keys command is running, try again.", e);
        }
    }

    private void Write(IReadOnlyList<ApiKey> keys)
    {
        var before = Stamp();
        var replacement = Path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(replacement, options))
        {
            JsonSerializer.Serialize(file, new KeyFileContent(Version, [.. keys.Select(ToEntry)]), KeyFileJson.Default.KeyFileContent);
            file.Flush(flushToDisk: true);
        }

        // File times are coarser than two quick changes: the second must still look new (KeyFileTests).
        if (before is { } stamp && File.GetLastWriteTimeUtc(replacement) <= stamp.WrittenAt)
        {
            File.SetLastWriteTimeUtc(replacement, stamp.WrittenAt.AddMilliseconds(10));
        }

        File.Move(replacement, Path, overwrite: true);
    }

    private static ApiKey ToKey(KeyFileEntry entry) =>
        KeyScopeNames.TryParse(entry.Scopes, out var scopes) && TenantId.IsValid(entry.Tenant)
            ? new ApiKey(entry.Id, Convert.FromHexString(entry.Sha256), new TenantId(entry.Tenant), scopes, entry.Name, entry.CreatedAt)
            : throw new FormatException($"key {entry.Id} has an unknown scope or an impossible tenant.");

    private static KeyFileEntry ToEntry(ApiKey key) =>
        new(key.Id, Convert.ToHexStringLower(key.Hash), key.Tenant.Name, KeyScopeNames.Of(key.Scopes), key.Name, key.CreatedAt);
}

/// <summary>A state of the file of keys.</summary>
internal readonly record struct KeyFileStamp(DateTime WrittenAt, long Length);

/// <summary>The file of keys cannot be used; the message names it.</summary>
internal sealed class KeyFileException(string message, Exception inner) : Exception(message, inner);

internal sealed record KeyFileContent(int Version, IReadOnlyList<KeyFileEntry> Keys);

internal sealed record KeyFileEntry(string Id, string Sha256, string Tenant, IReadOnlyList<string> Scopes, string Name, DateTimeOffset CreatedAt);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(KeyFileContent))]
internal sealed partial class KeyFileJson : JsonSerializerContext;
