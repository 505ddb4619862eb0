// LangSmith's SDK exporting its runs as OpenTelemetry spans.
import OpenAI from 'openai';
import { otlp, provider } from './otel.mjs';
import { callOpenAI } from './openai-calls.mjs';

process.env.LANGSMITH_TRACING = 'true';
process.env.LANGSMITH_OTEL_ENABLED = 'true';
process.env.LANGSMITH_API_KEY = 'key';
process.env.LANGSMITH_ENDPOINT = otlp;
process.env.OTEL_SERVICE_NAME = 'langsmith';
const { trace } = await import('@opentelemetry/api');
const { initializeOTEL } = await import('langsmith/experimental/otel/setup');
const { traceable } = await import('langsmith/traceable');
const { wrapOpenAI } = await import('langsmith/wrappers');

const { DEFAULT_LANGSMITH_SPAN_PROCESSOR } = initializeOTEL({ exporterConfig: { url: `${otlp}/v1/traces` } });
const openai = wrapOpenAI(new OpenAI({ baseURL: `${provider}/v1`, apiKey: 'key' }));
let traceId;
const helper = traceable(
  async question => {
    traceId = trace.getActiveSpan()?.spanContext().traceId;
    // A stream writes its run on the span it is read in, so it gets a function of its own.
    await callOpenAI(openai, work => traceable(work, { name: 'stream', run_type: 'chain' })());
    return 'It is sunny in Paris.';
  },
  { name: 'helper', run_type: 'chain' },
);
await helper('How is the weather in Paris?');
await DEFAULT_LANGSMITH_SPAN_PROCESSOR.forceFlush();
await DEFAULT_LANGSMITH_SPAN_PROCESSOR.shutdown();
console.log(traceId);
