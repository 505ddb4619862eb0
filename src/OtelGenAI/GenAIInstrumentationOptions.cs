using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace OtelGenAI;

/// <summary>What <c>AddGenAIInstrumentation</c> records, and how.</summary>
/// <remarks>
/// HTTP instrumentation is one per process, as the events it listens to are: with several tracer providers the options of the first one hold.
/// What concerns metrics is taken from the meter provider.
/// </remarks>
public sealed class GenAIInstrumentationOptions
{
    internal const int DefaultMaxContentBytes = 256 * 1024;

    /// <summary>Which version of the GenAI conventions names follow.</summary>
    /// <value>
    /// Default <see cref="GenAIConventionsVersion.Latest"/>. <c>OTEL_SEMCONV_STABILITY_OPT_IN</c> set to a list without <c>gen_ai_latest_experimental</c> makes it
    /// <see cref="GenAIConventionsVersion.Core136"/>; code wins over the variable. Samplers see current names in both cases.
    /// </value>
    public GenAIConventionsVersion ConventionsVersion { get; set; }

    /// <summary>Whether prompts, answers, tool arguments and tool results are recorded.</summary>
    /// <value>
    /// Default <see cref="GenAIContentCaptureMode.NoContent"/>: content is personal until somebody decides otherwise.
    /// <c>OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT</c> set to <c>true</c>, <c>SPAN_ONLY</c>, <c>EVENT_ONLY</c> or <c>SPAN_AND_EVENT</c> turns it
    /// on; code wins over the variable.
    /// </value>
    public GenAIContentCaptureMode CaptureContent { get; set; }

    /// <summary>Which kinds of content are captured when any is.</summary>
    /// <value>Default <see cref="GenAIContentKinds.All"/>. What is left out leaves its shape: that a tool was called and answered stays visible.</value>
    public GenAIContentKinds CaptureKinds { get; set; } = GenAIContentKinds.All;

    /// <summary>Built-in rules that take personal data and secrets out of captured content, of whatever library.</summary>
    /// <value>Default <see cref="GenAIPiiRules.None"/>: content that was asked for should be what was said, until somebody decides otherwise.</value>
    public GenAIPiiRules RedactPii { get; set; }

    /// <summary>Sees every text about to be captured, after <see cref="RedactPii"/>, and gives what is written instead; <see langword="null"/> drops it.</summary>
    /// <value>
    /// Default none. Called on the path of the application's calls, from many threads at once. An exception costs the text, which becomes
    /// <c>[redaction failed]</c>, and never the secret.
    /// </value>
    public Func<GenAIContentPiece, string?>? Redact { get; set; }

    /// <summary>Whether each model call is told as the event <c>gen_ai.client.inference.operation.details</c> too.</summary>
    /// <value>
    /// Default <see langword="false"/>: it repeats the span. Modes of <see cref="CaptureContent"/> with events turn it on, and so does
    /// <c>OTEL_INSTRUMENTATION_GENAI_EMIT_EVENT=true</c>.
    /// </value>
    public bool EmitInferenceEvents { get; set; }

    /// <summary>Where events go, as log records with an event name in the category <c>OtelGenAI.Events</c>.</summary>
    /// <value>Default <see langword="null"/>: the factory of the service provider. Registration lets them through to OpenTelemetry and to no other logger.</value>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Whether each finished operation is a log line too, in the category <c>OtelGenAI.Operations</c>: ids, tokens, outcome, no content.</summary>
    /// <value>Default <see langword="false"/>. With a JSON formatter the lines can be searched when the backend is down.</value>
    public bool LogOperations { get; set; }

    /// <summary>Whether spans of model calls say what the call cost, in <c>otelgenai.cost.total</c>, in USD.</summary>
    /// <value>
    /// Default <see langword="false"/>: the collector prices what arrives, with a table that can be corrected later. For other backends, and for
    /// <see cref="LogOperations"/>, whose lines then have the cost too. A model without a price gets no cost, never 0; <see cref="GenAI.Explain"/> names it.
    /// </value>
    public bool RecordCost { get; set; }

    /// <summary>A file of prices that win over the built-in ones when <see cref="RecordCost"/> is on, in the form of the collector's <c>Prices:File</c>.</summary>
    /// <value>Default none. Read once, at the start; a file that is not right is refused there with its line.</value>
    public string? PriceFile { get; set; }

    /// <summary>Whether a tool that nothing records becomes a span made from the call in one answer and the result in the next request.</summary>
    /// <value>Default <see langword="true"/>. Such spans say <c>otelgenai.synthesized</c>, and last from the answer to the request.</value>
    public bool SynthesizeTools { get; set; } = true;

    /// <summary>Whether captured tool definitions carry descriptions and schemas besides names.</summary>
    /// <value>Default <see langword="false"/>, as the conventions ask: they are long and the same in every call.</value>
    public bool CaptureToolDetails { get; set; }

    /// <summary>Turns arguments and results of methods marked with <see cref="ObservedAttribute"/> into JSON, when content is captured.</summary>
    /// <value>
    /// Default <see langword="null"/>: what is not a text, a number, a time or a list of them is written by reflection, or, in an application that is trimmed or
    /// natively compiled, as the name of its type. Options with a source-generated context write it there too.
    /// </value>
    public JsonSerializerOptions? SerializerOptions { get; set; }

    /// <summary>Largest value of one content attribute, in UTF-8 bytes. Above it whole parts are dropped, the oldest first.</summary>
    /// <value>
    /// Default 256 KiB: a full export batch of 512 such spans is over the exporter's 64 MiB only when every one of them is at the limit in two attributes.
    /// </value>
    public int MaxContentBytes { get; set; } = DefaultMaxContentBytes;

    /// <summary>Keeps content elsewhere that is larger than <see cref="StoreContentOverBytes"/>, and says where: its URI is recorded in its place.</summary>
    /// <value>
    /// Default none. Called on the path of the application's calls, from many threads at once, after redaction: name the place at once and upload in the background.
    /// With <see langword="null"/>, or an exception, the content is recorded as without it. Streamed answers are given whole up to <see cref="MaxContentBytes"/>.
    /// </value>
    public Func<GenAIStoredContent, Uri?>? StoreContent { get; set; }

    /// <summary>From which size a text, an image or another part goes to <see cref="StoreContent"/>, in bytes.</summary>
    /// <value>Default 32 KiB: most texts of a conversation are smaller, most images are not.</value>
    public int StoreContentOverBytes { get; set; } = 32 * 1024;

    /// <summary>Whether model calls are recognised in the traffic of every <see cref="HttpClient"/>.</summary>
    /// <value>Default <see langword="true"/>: it sees what the SDKs do not record by themselves, streams first of all.</value>
    public bool InstrumentHttp { get; set; } = true;

    /// <summary>How a model call and its HTTP span are related.</summary>
    /// <value>Default <see cref="GenAIHttpParenting.Nested"/>: the tree then reads as it happened.</value>
    public GenAIHttpParenting HttpParenting { get; set; } = GenAIHttpParenting.Nested;

    /// <summary>Which recognised requests are recorded; <see langword="null"/> records all.</summary>
    /// <value>Gets the address without its query. An exception counts as <see langword="true"/>: a filter may not lose telemetry by accident.</value>
    public Func<Uri, bool>? FilterHttpRequest { get; set; }

    /// <summary>More ActivitySource names to subscribe to and to treat as GenAI sources; a trailing <c>*</c> matches any ending.</summary>
    /// <value>Default empty. Needed for libraries told to use a source name of the application's own.</value>
    public IList<string> AdditionalSources { get; } = [];

    /// <summary>How far ids of <see cref="GenAI.BeginContext"/> travel, when it asks for it.</summary>
    /// <value>Default <see cref="GenAIBaggageScope.None"/>: ids of people stay where they are until somebody decides otherwise.</value>
    public GenAIBaggageScope BaggageScope { get; set; }

    /// <summary>Hosts of our own services, for <see cref="GenAIBaggageScope.OwnServices"/>; a trailing <c>*</c> matches any ending.</summary>
    /// <value>Default empty. An HttpClient made before the instrumentation started does not take part.</value>
    public IList<string> BaggageHosts { get; } = [];

    /// <summary>What happens when two instrumentations record the same model call.</summary>
    /// <value>Default <see cref="GenAIDuplicateHandling.Demote"/>: counted twice, tokens and cost are wrong.</value>
    public GenAIDuplicateHandling Duplicates { get; set; } = GenAIDuplicateHandling.Demote;

    /// <summary>Whether the metrics of before the 2026 renames are recorded too, for dashboards that still read them.</summary>
    /// <value>
    /// Default <see langword="false"/>: two names for one measure invite adding them up. With <see cref="GenAIConventionsVersion.Core136"/> they are the only ones.
    /// </value>
    public bool EmitDeprecatedMetrics { get; set; }
}
