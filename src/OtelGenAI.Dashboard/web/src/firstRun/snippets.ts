import type { ReceiverAddresses } from "../api/contract";

/** A way to send something, to be copied. */
export interface Way {
  title: string;
  about: string;
  code: string;
  language: string;
}

/** Where a key has to be put in by hand. */
const key = "YOUR_KEY";

/** What to paste where, with the addresses of this very collector, and with keys where it wants them. */
export function waysToSend({ grpc, otlpHttp, needsKey }: ReceiverAddresses): Way[] {
  return [
    {
      title: ".NET",
      about:
        "One line records every model call of the process, whatever SDK makes it. Prompts and answers only when CaptureContent says so.",
      language: "csharp",
      code: `// dotnet add package OtelGenAI
// dotnet add package OpenTelemetry.Exporter.OpenTelemetryProtocol
using OpenTelemetry;
using OpenTelemetry.Trace;
using OtelGenAI;

using var telemetry = Sdk.CreateTracerProviderBuilder()
    .AddGenAIInstrumentation(options => options.CaptureContent = GenAIContentCaptureMode.SpanOnly)
    .AddOtlpExporter(options =>
    {
        options.Endpoint = new Uri("${grpc}");${needsKey ? `\n        options.Headers = "Authorization=Bearer ${key}";` : ""}
    })
    .Build();`,
    },
    {
      title: "OpenTelemetry SDK",
      about: "Any language, any instrumentation: these variables before the application starts.",
      language: "sh",
      code: [
        `export OTEL_EXPORTER_OTLP_ENDPOINT=${otlpHttp}`,
        "export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
        ...(needsKey ? [`export OTEL_EXPORTER_OTLP_HEADERS="Authorization=Bearer%20${key}"`] : []),
        "export OTEL_SERVICE_NAME=my-agent",
        "export OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true",
      ].join("\n"),
    },
    {
      title: "OpenTelemetry Collector",
      about: "One exporter more in the Collector that is there already.",
      language: "yaml",
      code: `exporters:
  otlp_grpc/otelgenai:
    endpoint: ${grpc.replace(/^https?:\/\//, "")}${grpc.startsWith("http://") ? "\n    tls:\n      insecure: true" : ""}${needsKey ? `\n    headers:\n      authorization: Bearer ${key}` : ""}

service:
  pipelines:
    traces:
      exporters: [otlp_grpc/otelgenai]`,
    },
    {
      title: "Langfuse",
      about: "Langfuse's SDKs send here when they are told that this is Langfuse.",
      language: "sh",
      code: [
        `export LANGFUSE_BASE_URL=${otlpHttp}`,
        "export LANGFUSE_PUBLIC_KEY=pk-any",
        `export LANGFUSE_SECRET_KEY=${needsKey ? key : "sk-any"}`,
      ].join("\n"),
    },
    {
      title: "Vercel AI SDK",
      about: "Version 7, with the exporter of @ai-sdk/otel.",
      language: "js",
      code: `import type { ReceiverAddresses } from "../api/contract";
import { OpenTelemetry } from '@ai-sdk/otel';
import { registerTelemetry } from 'ai';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

const exporter = new OTLPTraceExporter({ url: '${otlpHttp}/v1/traces'${needsKey ? `, headers: { Authorization: 'Bearer ${key}' }` : ""} });
new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] }).register();
registerTelemetry(new OpenTelemetry());`,
    },
    {
      title: "OpenInference",
      about: "Arize's instrumentations, as Phoenix uses them.",
      language: "js",
      code: `import { OpenAIInstrumentation } from '@arizeai/openinference-instrumentation-openai';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import OpenAI from 'openai';

const exporter = new OTLPTraceExporter({ url: '${otlpHttp}/v1/traces'${needsKey ? `, headers: { Authorization: 'Bearer ${key}' }` : ""} });
const tracerProvider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] });
tracerProvider.register();
new OpenAIInstrumentation({ tracerProvider }).manuallyInstrument(OpenAI);`,
    },
    {
      title: "By hand",
      about: "One span that lasts a second and ends now.",
      language: "sh",
      code: curl(otlpHttp, needsKey),
    },
  ];
}

/** The smallest request that makes a trace. */
function curl(otlpHttp: string, needsKey: boolean): string {
  return `now=$(date +%s); curl -s ${otlpHttp}/v1/traces -H 'content-type: application/json'${needsKey ? ` -H 'x-api-key: ${key}'` : ""} -d '{"resourceSpans":[{
  "resource":{"attributes":[{"key":"service.name","value":{"stringValue":"hello"}}]},
  "scopeSpans":[{"spans":[{
    "traceId":"'$(openssl rand -hex 16)'","spanId":"'$(openssl rand -hex 8)'","name":"chat gpt-4o","kind":3,
    "startTimeUnixNano":"'$((now-1))'000000000","endTimeUnixNano":"'$now'000000000",
    "attributes":[
      {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
      {"key":"gen_ai.request.model","value":{"stringValue":"gpt-4o"}}]}]}]}]}'`;
}
