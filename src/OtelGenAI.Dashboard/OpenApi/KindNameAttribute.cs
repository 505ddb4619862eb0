using System.ComponentModel.DataAnnotations;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Dashboard.OpenApi;

/// <summary>A text that is the name of an observation kind.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KindNameAttribute() : AllowedValuesAttribute([.. Enum.GetValues<ObservationKind>().Select(kind => kind.Name)]);
