using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using OtelGenAI.Dashboard.Api;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Collector.Views;

/// <summary>The saved views of each tenant: <c>views.json</c> in its folder, replaced as a whole, so that a crash leaves it as it was before or after.</summary>
/// <param name="dataFolder">The folder that has a folder for each tenant.</param>
internal sealed class SavedViewFiles(string dataFolder) : ISavedViews
{
    private const int Version = 1;

    // Of a team that saves one for every question; the file is read and written as a whole.
    private const int MaxViews = 500;

    private readonly ConcurrentDictionary<TenantId, Lock> _changing = new();

    public IReadOnlyList<SavedView> List(TenantId tenant, string owner) =>
    [
        .. Read(tenant).Where(view => view.Owner is null || view.Owner == owner)
            .OrderBy(view => view.Owner is not null).ThenBy(view => view.Name, StringComparer.OrdinalIgnoreCase),
    ];

    public bool Save(TenantId tenant, SavedView view)
    {
        lock (_changing.GetOrAdd(tenant, _ => new Lock()))
        {
            SavedView[] others = [.. Read(tenant).Where(other => !IsSame(other, view.Owner, view.Name))];
            if (others.Length >= MaxViews)
            {
                return false;
            }

            Write(tenant, [.. others, view]);
            return true;
        }
    }

    public void Remove(TenantId tenant, string? owner, string name)
    {
        lock (_changing.GetOrAdd(tenant, _ => new Lock()))
        {
            var before = Read(tenant);
            SavedView[] others = [.. before.Where(other => !IsSame(other, owner, name))];
            if (others.Length < before.Count)
            {
                Write(tenant, others);
            }
        }
    }

    private static bool IsSame(SavedView view, string? owner, string name) => view.Owner == owner && view.Name == name;

    private string PathOf(TenantId tenant) => Path.Combine(dataFolder, tenant.Name, "views.json");

    private IReadOnlyList<SavedView> Read(TenantId tenant)
    {
        var path = PathOf(tenant);
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = JsonSerializer.Deserialize(file, SavedViewJson.Default.SavedViewContent);
            return content is { Version: Version } ? content.Views : throw new JsonException($"its version is not {Version}");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new SavedViewException($"{path} cannot be read as a file of saved views: {e.Message}", e);
        }
    }

    private void Write(TenantId tenant, IReadOnlyList<SavedView> views)
    {
        var path = PathOf(tenant);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (var file = new FileStream(path + ".new", FileMode.Create, FileAccess.Write))
            {
                JsonSerializer.Serialize(file, new SavedViewContent(Version, views), SavedViewJson.Default.SavedViewContent);
                file.Flush(flushToDisk: true);
            }

            File.Move(path + ".new", path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SavedViewException($"{path} cannot be written: {e.Message}", e);
        }
    }
}

internal sealed record SavedViewContent(int Version, IReadOnlyList<SavedView> Views);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SavedViewContent))]
internal sealed partial class SavedViewJson : JsonSerializerContext;
