// OpenLIT's SDK, which sets up OpenTelemetry itself. Without a price list of its own it would ask the internet for one.
import { createRequire } from 'node:module';
import { context, trace } from '@opentelemetry/api';
import openlit from 'openlit';
import { callOpenAI } from './openai-calls.mjs';
import { otlp, provider } from './otel.mjs';

openlit.default.init({
  otlpEndpoint: otlp,
  applicationName: 'openlit',
  disableBatch: true,
  pricingJson: { chat: {}, embeddings: {} },
});
const { OpenAI } = createRequire(import.meta.url)('openai');
const span = trace.getTracer('application').startSpan('handle request');
await context.with(trace.setSpan(context.active(), span), () => callOpenAI(new OpenAI({ baseURL: `${provider}/v1`, apiKey: 'key' })));
span.end();
await trace.getTracerProvider().getDelegate().forceFlush();
console.log(span.spanContext().traceId);

// Its metrics are sent on a timer that keeps the process.
process.exit(0);
