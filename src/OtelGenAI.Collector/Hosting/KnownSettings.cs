using System.Collections;
using System.Reflection;
using OtelGenAI.Collector.Tenants;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Collector.Hosting;

// The program is not trimmed, so every class and property is there to be asked.
#pragma warning disable IL2026, IL2070, IL2075

/// <summary>The settings that this program has, and what a misspelt one was probably meant to be.</summary>
/// <remarks>
/// A setting that nobody reads is a limit that does not hold, so the program does not start with one. The names are those of the options
/// classes, and nothing has to be listed here: a class with a <c>SectionName</c> says where its own properties stand if it is one of options,
/// else where those of the options beside it stand, for everybody and, under the last part of that name, for a tenant.
/// </remarks>
internal static class KnownSettings
{
    private const string Any = "*";
    private const string Separator = ":";

    // Read by ASP.NET Core, which has its own names below them.
    private static readonly string[] Foreign = ["Logging", "Kestrel"];

    private static readonly IReadOnlyList<string> All =
    [
        .. Under("", typeof(CollectorOptions)),
        .. Under(TenantSettings.DefaultsName, typeof(TenantOptions)),
        .. Under(TenantSettings.SectionName + Separator + Any, typeof(TenantOptions)),
        .. typeof(KnownSettings).Assembly.GetTypes().Where(type => type != typeof(TenantSettings)).SelectMany(OfRoom),
    ];

    /// <summary>Checks that every setting is known.</summary>
    /// <param name="configuration">The config file and the variables.</param>
    /// <exception cref="StartupException">Some are not; the message names each, and the nearest known one.</exception>
    public static void Check(IConfiguration configuration)
    {
        var problems = configuration.AsEnumerable()
            .Where(setting => setting.Value is not null && !IsKnown(setting.Key))
            .Select(setting => setting.Key)
            .Order(StringComparer.Ordinal)
            .Select(key => NearestTo(key) is { } nearest ? $"There is no setting '{key}'; did you mean '{nearest}'?" : $"There is no setting '{key}'.")
            .ToArray();
        if (problems.Length > 0)
        {
            throw new StartupException(string.Join(' ', problems));
        }
    }

    private static bool IsKnown(string key) =>
        Foreign.Contains(key.Split(Separator)[0], StringComparer.OrdinalIgnoreCase) || All.Any(known => Matches(known.Split(Separator), key.Split(Separator)));

    // A setting with several values has numbers or names below its own.
    private static bool Matches(string[] known, string[] key) =>
        (known.Length == key.Length || (known[^1] == Any && key.Length >= known.Length)) &&
        known.Zip(key).All(pair => pair.First == Any || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));

    private static string? NearestTo(string key)
    {
        var tenant = key.Split(Separator) is [TenantSettings.SectionName, var name, ..] ? name : Any;
        return NearestName.Find(key, All.Select(known => known.Replace(Any, tenant, StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Under(string section, Type options)
    {
        foreach (var property in options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
        {
            var path = section.Length == 0 ? property.Name : section + Separator + property.Name;
            var isOurs = property.PropertyType.Assembly == options.Assembly && property.PropertyType.IsClass;
            var isMany = property.PropertyType != typeof(string) && property.PropertyType.IsAssignableTo(typeof(IEnumerable));
            foreach (var known in isOurs ? Under(path, property.PropertyType) : [isMany ? path + Separator + Any : path])
            {
                yield return known;
            }
        }
    }

    private static IEnumerable<string> OfRoom(Type type)
    {
        if (SectionOf(type) is not { } section)
        {
            return [];
        }

        if (AreOptions(type))
        {
            return Under(section, type);
        }

        var ofTenant = string.Join(Separator, TenantSettings.SectionName, Any, section.Split(Separator)[^1]);
        return type.Assembly.GetTypes()
            .Where(options => AreOptions(options) && options.Namespace == type.Namespace && SectionOf(options) is null)
            .SelectMany(options => (IEnumerable<string>)[.. Under(section, options), .. Under(ofTenant, options)]);
    }

    private static bool AreOptions(Type type) => type.IsClass && type.Name.EndsWith("Options", StringComparison.Ordinal);

    private static string? SectionOf(Type type) =>
        type.GetField("SectionName", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string;
}
