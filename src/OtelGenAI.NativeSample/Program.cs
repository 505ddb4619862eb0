using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;
using OtelGenAI;
using OtelGenAI.NativeSample;

// otelgenai-native-sample [OTLP/HTTP receiver] [a server that speaks OpenAI's API] [model]
var receiver = new Uri(args.ElementAtOrDefault(0) ?? "http://127.0.0.1:4318");
var server = new Uri(args.ElementAtOrDefault(1) ?? "http://127.0.0.1:11434");
var model = args.ElementAtOrDefault(2) ?? "gpt-4o-mini";

using var tracing = Sdk.CreateTracerProviderBuilder()
    .AddGenAIInstrumentation(static options =>
    {
        options.CaptureContent = GenAIContentCaptureMode.SpanOnly;
        options.RecordCost = true;
    })
    .AddOtlpExporter(options =>
    {
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = new Uri(receiver, "/v1/traces");
    })
    .Build();
using var client = new HttpClient { BaseAddress = server };

Console.WriteLine(await new Guide(client, model).AnswerAsync("Should I take an umbrella?"));
