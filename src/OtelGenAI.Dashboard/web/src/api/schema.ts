// Generated from openapi.json by "npm run generate"; do not edit.

export type Json = null | boolean | number | string | Json[] | {
    [key: string]: Json;
};
export interface paths {
    "/api/v1/aggregate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Measures of any spans that a query asks for. */
        get: operations["aggregate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attributes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which attributes there are. */
        get: operations["listAttributes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost/change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why a period cost more, or less, than another. */
        get: operations["getCostChange"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exchanges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was asked and answered in traces. */
        get: operations["listExchanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/export/traces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The traces of a search as a file. */
        get: operations["exportTraces"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Values of a column or attribute, with counts. */
        get: operations["getFacet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/conventions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is wrong by the conventions. */
        get: operations["checkConventions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Log records, newest first. */
        get: operations["listLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics that arrived. */
        get: operations["listMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metrics/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A metric over time. */
        get: operations["getMetric"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metrics/{name}/otlp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A metric as it came in, OTLP/JSON. */
        get: operations["getMetricOtlp"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Models that were called, most used first. */
        get: operations["listModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prompts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Versions of prompts, with what their calls took. */
        get: operations["listPrompts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/query/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What could stand at a place of a query. */
        get: operations["completeQuery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/receivers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where telemetry is sent to. */
        get: operations["getReceivers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reprice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Prices stored calls anew. */
        put: operations["reprice"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Text that was said, with snippets. */
        get: operations["search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/services": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Services and environments, most used first. */
        get: operations["listServices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Conversations, the one with the newest trace first. */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A conversation with its newest traces. */
        get: operations["getSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tools that were run, most used first. */
        get: operations["listTools"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tools/retries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened after a tool failed. */
        get: operations["listToolRetries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Traces, newest first. */
        get: operations["listTraces"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{traceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A trace with its spans in tree order. */
        get: operations["getTrace"];
        put?: never;
        post?: never;
        /** Deletes a trace; its bytes leave the files. */
        delete: operations["deleteTrace"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{traceId}/cost": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why the trace cost what it did. */
        get: operations["getTraceCost"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{traceId}/exemplars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Data points that refer to the trace. */
        get: operations["getExemplars"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{traceId}/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is wrong with the run. */
        get: operations["getFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{traceId}/otlp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The trace as it came in, OTLP/JSON. */
        get: operations["getTraceOtlp"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{traceId}/pin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Keeps a trace from retention. */
        put: operations["pinTrace"];
        post?: never;
        /** Leaves a trace to retention. */
        delete: operations["unpinTrace"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{traceId}/spans/{spanId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All of a span. */
        get: operations["getSpan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{traceId}/text": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where words stand in a trace, in names and numbers of attributes too; the last may be the beginning of one. */
        get: operations["findInTrace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{traceId}/transcript": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The run as a conversation, with what is new in each turn. */
        get: operations["getTranscript"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/unmapped": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Attributes that nobody understands. */
        get: operations["listUnmapped"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/unpriced": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Models without a price. */
        get: operations["listUnpriced"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sums from the roll-ups. */
        get: operations["getUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Users, the one with the newest trace first. */
        get: operations["listUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A user with the newest traces. */
        get: operations["getUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{userId}/data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Deletes all that names a user. */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Saved views: those of everybody, and one's own. */
        get: operations["listViews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views/own/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Saves a view that nobody else sees. */
        put: operations["saveOwnView"];
        post?: never;
        /** Removes a view of one's own. */
        delete: operations["removeOwnView"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views/shared/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Saves a view for everybody of the tenant. */
        put: operations["saveSharedView"];
        post?: never;
        /** Removes a view of everybody. */
        delete: operations["removeSharedView"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description One group. */
        AggregateGroupView: {
            /** @description What it is told apart by; a value is `null` when its spans have none. */
            key: {
                [key: string]: null | string;
            };
            /**
             * Format: date-time
             * @description Start of its bucket of time.
             */
            time?: string;
            /** @description Its measures; `null` where there is nothing to measure. */
            values: {
                [key: string]: null | number;
            };
        };
        /** @description Measures of spans, as the API shows them. Durations are milliseconds, cost is USD. */
        AggregateView: {
            /**
             * Format: int64
             * @description How many traces were looked at.
             */
            examined: number;
            /**
             * Format: date-time
             * @description Start of the range as it was read; roll-ups are whole hours.
             */
            from: null | string;
            /** @description Whether no group is missing. */
            isComplete: boolean;
            /** @description Whether that is the range that was asked for. */
            isExact: boolean;
            /** @description The groups, by time, then the largest first. */
            items: components["schemas"]["AggregateGroupView"][];
            /** @description Whether the time was over before all traces were looked at; the sums are those of the newest ones. */
            ranOutOfTime: boolean;
            /** @description `rollups`: no span was read; `spans` or `payloads`: they were. */
            source: string;
            /**
             * Format: date-time
             * @description End of the range as it was read.
             */
            to: null | string;
        };
        /** @description A page of attributes. */
        AttributePageView: {
            /** @description Whether there was no range; a range is whole days of arrival. */
            isExact: boolean;
            /** @description The attributes, the most frequent first. */
            items: components["schemas"]["AttributeView"][];
            /** @description Where the next page begins. */
            next: null | string;
            /**
             * Format: int64
             * @description Attributes of spans that were not counted apart, because there were too many different ones.
             */
            uncounted: number;
        };
        /** @description An attribute. */
        AttributeView: {
            /** Format: int64 */
            count: number;
            /** Format: date-time */
            firstSeen: string;
            hasTooManyValues: boolean;
            isContent: boolean;
            key: string;
            /** Format: date-time */
            lastSeen: string;
            /** Format: int64 */
            otherCount: number;
            service: null | string;
            source: string;
            type: string;
            values: components["schemas"]["FacetValueView"][];
        };
        /** @description One suggestion. */
        CompletionItemView: {
            /**
             * Format: int64
             * @description How many spans, or traces, have it.
             */
            count?: number;
            /**
             * @description `field`, `structure` or `value`.
             * @enum {string}
             */
            kind: "field" | "structure" | "value";
            /** @description What it is. */
            meaning?: string;
            /** @description What to write, quotes included. */
            text: string;
        };
        /** @description What could stand at a place of a query. */
        CompletionView: {
            /** @description The suggestions, those that begin as the piece does first, then by count. */
            items: components["schemas"]["CompletionItemView"][];
            /**
             * Format: int32
             * @description How many characters it has.
             */
            length: number;
            /**
             * Format: int32
             * @description Where the piece begins that a suggestion replaces.
             */
            start: number;
        };
        ConventionFindingView: {
            attribute: string;
            /** Format: int64 */
            count: number;
            example: components["schemas"]["SpanExampleView"];
            /** @enum {string} */
            level: "violation" | "improvement" | "information";
            message: string;
            rule: string;
            service: string;
            successor: null | string;
        };
        /** @description Findings by service. */
        ConventionPageView: {
            /**
             * Format: int64
             * @description Spans that were looked at.
             */
            checkedSpans: number;
            /**
             * Format: int64
             * @description Those of them that the conventions have something to say about.
             */
            genAISpans: number;
            /**
             * Format: int64
             * @description Findings that should be changed.
             */
            improvements: number;
            /**
             * Format: int64
             * @description Findings that are worth a look.
             */
            information: number;
            /** @description The findings, the worst first. */
            items: components["schemas"]["ConventionFindingView"][];
            /** @description Where to go on. */
            next: null | string;
            /**
             * Format: int64
             * @description Findings beyond the limit of different ones, counted only.
             */
            notListed: number;
            /**
             * Format: int64
             * @description Findings that break a must.
             */
            violations: number;
        };
        /** @description A part of the difference. */
        CostCauseView: {
            /**
             * Format: double
             * @description The figure after.
             */
            after: null | number;
            /**
             * Format: double
             * @description The figure behind it, before, of models that both periods have; `null` where there is no single one.
             */
            before: null | number;
            /**
             * @description traffic, turns, models, context, cache, output, prices or other.
             * @enum {string}
             */
            cause: "traffic" | "turns" | "models" | "context" | "cache" | "output" | "prices" | "other";
            /**
             * Format: double
             * @description How much of the difference it makes up.
             */
            effectUsd: number;
        };
        /** @description Why a period cost more, or less, than another. */
        CostChangeView: {
            /** @description The period that is asked about. */
            after: components["schemas"]["CostPeriodView"];
            /** @description The period that is compared with. */
            before: components["schemas"]["CostPeriodView"];
            /** @description Parts of the difference; they add up to it. */
            causes: components["schemas"]["CostCauseView"][];
            /**
             * Format: double
             * @description The difference of their costs.
             */
            changeUsd: number;
            /** @description Whether every trace of both periods was looked at. */
            isComplete: boolean;
            /** @description Tools, those that fail more than before first: an agent repeats what failed. */
            tools: components["schemas"]["CostToolView"][];
            /** @description Users whose cost changed most: another cut through the same difference. */
            users: components["schemas"]["CostUserView"][];
        };
        /** @description A period. */
        CostPeriodView: {
            /** Format: int64 */
            calls: number;
            /** Format: double */
            costUsd: number;
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
            /** Format: int64 */
            traces: number;
            /** Format: int64 */
            unpricedCalls: number;
        };
        /** @description A tool's runs and failures in both periods. */
        CostToolView: {
            /** Format: int64 */
            afterErrors: number;
            /** Format: int64 */
            afterRuns: number;
            /** Format: int64 */
            beforeErrors: number;
            /** Format: int64 */
            beforeRuns: number;
            tool: string;
        };
        /** @description A user's cost in both periods, from the traces that name the user. */
        CostUserView: {
            /** Format: double */
            afterUsd: number;
            /** Format: double */
            beforeUsd: number;
            userId: string;
        };
        /** @description A call that is in the totals, with its arithmetic, price row, tier and what its client reported. */
        CountedCallView: {
            /** Format: double */
            costUsd: null | number;
            explain: components["schemas"]["ExplanationView"][];
            model: null | string;
            name: string;
            provider: null | string;
            spanId: string;
            tokens: null | components["schemas"]["TokensView"];
        };
        /** @description What was deleted. */
        DeletionView: {
            /** Format: int64 */
            dataPoints: number;
            /** Format: int64 */
            exemplars: number;
            /** Format: int64 */
            logs: number;
            /** Format: int64 */
            spans: number;
            /** Format: int64 */
            traces: number;
        };
        /** @description A line of a difference: `same`, `removed`, `added`, or `skipped` with how many lines did not change. */
        DiffLineView: {
            /** @enum {string} */
            kind: "same" | "removed" | "added" | "skipped";
            text: string;
        };
        /** @description What went wrong with an API request. */
        ErrorBody: {
            /** @description A fixed word for programs. */
            code: string;
            /**
             * Format: int32
             * @description Where in the query it is wrong, counted from 0.
             */
            column?: number;
            /**
             * Format: int32
             * @description How many characters of the query are wrong.
             */
            length?: number;
            /** @description A sentence for people that names the thing. */
            message: string;
            /** @description What should probably stand in their place. */
            suggestion?: string;
        };
        ErrorView: {
            error: components["schemas"]["ErrorBody"];
        };
        /** @description What was asked and answered in traces. */
        ExchangePageView: {
            /** @description In the order that was asked for, without traces that are not there, and those for which there was no time. */
            items: components["schemas"]["TraceExchangeView"][];
        };
        /** @description Why a field has its value. */
        ExplanationView: {
            /** @description What it was read from, and by which rule. */
            because: string;
            /** @description The field of the span. */
            field: string;
            /** @description Its value, as text. */
            value: string;
        };
        /** @description A value. */
        FacetValueView: {
            /**
             * Format: int64
             * @description How many spans.
             */
            count: number;
            /** @description The value as text; `null` for spans without one. */
            value: null | string;
        };
        /** @description Values of a column or attribute. */
        FacetView: {
            /** @description Which. */
            field: string;
            /** @description Whether values are not kept, because nearly every one is new. */
            hasTooManyValues: boolean;
            /** @description Whether all traces were counted that the query finds; otherwise the newest, as many as there was time for. */
            isComplete: boolean;
            /** @description Whether values are not kept, because they are what people and models said. */
            isContent: boolean;
            /** @description Whether the range of time is the one that was asked for. */
            isExact: boolean;
            /** @description Whether only spans of the traces are counted that the query finds; otherwise those of all: values of attributes are counted as they arrive. */
            isOfQuery: boolean;
            /**
             * Format: int64
             * @description How often there was a value that is not kept.
             */
            otherCount: number;
            /** @description The values, the most frequent first. */
            values: components["schemas"]["FacetValueView"][];
        };
        /** @description How many findings a trace has. */
        FindingCountsView: {
            /**
             * Format: int32
             * @description Something failed.
             */
            error: number;
            /**
             * Format: int32
             * @description Good to know.
             */
            info: number;
            /**
             * Format: int32
             * @description The answer may be worse, or dearer, than it had to be.
             */
            warning: number;
        };
        /** @description What rules found in a run, as the API shows it. */
        FindingPageView: {
            /** @description Whether every span was looked at; a trace whose payload is too large is looked at in part. */
            isWhole: boolean;
            /** @description What matters most first, then by time. */
            items: components["schemas"]["FindingView"][];
        };
        /** @description One finding, as the API shows it. */
        FindingView: {
            /** @description What was seen, and why it matters. */
            explanation: string;
            /** @description The rule, a fixed word. */
            rule: string;
            /**
             * @description `error`, `warning` or `info`.
             * @enum {string}
             */
            severity: "error" | "warning" | "info";
            /** @description Spans that show it, the first to look at first. */
            spanIds: string[];
            /** @description It in a few words. */
            title: string;
        };
        /** @description A span that is not in the totals, and why. */
        IgnoredSpanView: {
            because: string;
            /** @enum {string} */
            kind: "span" | "llm" | "embedding" | "retrieval" | "rerank" | "tool" | "agent" | "workflow" | "guardrail" | "evaluator" | "memory" | "mcp" | "prompt";
            name: string;
            spanId: string;
            tokens: null | components["schemas"]["TokensView"];
        };
        /** @description Any JSON. */
        JsonNode: Json;
        JsonObject: {
            [key: string]: components["schemas"]["JsonNode"];
        };
        /** @description Quantiles in milliseconds, each off by a sixteenth of itself at most. */
        LatencyView: {
            /** Format: int64 */
            count: number;
            /** Format: double */
            p50: number;
            /** Format: double */
            p95: number;
            /** Format: double */
            p99: number;
        };
        /** @description A log record that stands alone, as the list of them shows it. */
        LogLineView: {
            /** @description Its attributes. */
            attributes: components["schemas"]["JsonObject"];
            body: null | components["schemas"]["JsonNode"];
            /** @description Which event it is, or `null` for an ordinary record. */
            eventName: null | string;
            /** @description The instrumentation scope it came from, usually the logger's name. */
            scope: null | string;
            /** @description The service it came from. */
            service: null | string;
            /** @description The severity as the source calls it, else the name of its number. */
            severity: null | string;
            /**
             * Format: int32
             * @description OTLP's number.
             */
            severityNumber: number;
            /**
             * Format: date-time
             * @description When it happened, else when it was observed.
             */
            time: string;
        };
        /** @description A page of log records. */
        LogPageView: {
            /** @description Newest first. */
            items: components["schemas"]["LogLineView"][];
            /** @description Cursor of the next page, or `null`. A page may be short, even empty, and still have a next one. */
            next: null | string;
        };
        /** @description A log record, as the API shows it. */
        LogView: {
            /** @description Its attributes. */
            attributes: components["schemas"]["JsonObject"];
            body: null | components["schemas"]["JsonNode"];
            /** @description Which event it is, or `null` for an ordinary record. */
            eventName: null | string;
            /** @description The severity as the source calls it, else the name of its number. */
            severity: null | string;
            /**
             * Format: int32
             * @description OTLP's number.
             */
            severityNumber: number;
            /**
             * Format: date-time
             * @description When it happened, else when it was observed.
             */
            time: string;
        };
        /** @description A message of a conversation, whatever instrumentation wrote it. */
        MessageShape: {
            /** @description Why the model stopped; of output messages. */
            finishReason?: string;
            /** @description Which of those with the role, where that is known. */
            name?: string;
            parts: components["schemas"]["PartShape"][];
            /** @description Who says it: system, user, assistant, tool, or what the client calls it. */
            role: string;
        };
        /** @description A part of a message. The conventions add types; what else a part has depends on its type. */
        PartShape: {
            /** @description text, reasoning, tool_call, tool_call_response, blob, file, uri, or one of the client's own. */
            type: string;
        } & {
            [key: string]: components["schemas"]["JsonNode"];
        };
        /** @description Whether retention leaves a trace alone. */
        PinView: {
            pinned: boolean;
            traceId: string;
        };
        /** @description Versions of prompts. */
        PromptPageView: {
            /**
             * Format: int64
             * @description Traces that were looked at.
             */
            examined: number;
            /** @description Whether those were all that name a prompt; otherwise they were the newest. */
            isComplete: boolean;
            /** @description By name, the version that was used last first. */
            items: components["schemas"]["PromptView"][];
        };
        /** @description A version of a prompt. */
        PromptView: {
            /**
             * Format: int64
             * @description Of them, those with a span that failed.
             */
            failedTraces: number;
            /**
             * Format: date-time
             * @description Start of the first call with it.
             */
            firstSeen: string;
            /**
             * Format: date-time
             * @description Start of the last.
             */
            lastSeen: string;
            /** @description Name of the prompt. */
            name: string;
            /** @description Finds those runs, in the query language. */
            query: string;
            /** @description What evaluations found about the runs that used it. */
            scores: components["schemas"]["TraceScoreView"][];
            /**
             * Format: int64
             * @description Runs that used it.
             */
            traces: number;
            /** @description What the calls with it took. */
            usage: components["schemas"]["UsageGroupView"];
            /** @description Its version; `null` where calls name none. */
            version: null | string;
        };
        /** @description Where to send telemetry. */
        ReceiverAddressesView: {
            /** @description Base address of OTLP/gRPC. */
            grpc: string;
            /** @description Whether a key with the scope to write has to be sent along. */
            needsKey: boolean;
            /** @description Base address of OTLP/HTTP. */
            otlpHttp: string;
        };
        /** @description What a repricing did, or would do. */
        RepricingView: {
            /**
             * Format: int64
             * @description Those whose cost or count of unpriced calls is another.
             */
            changed: number;
            /**
             * Format: double
             * @description Their cost after.
             */
            costUsdAfter: number;
            /**
             * Format: double
             * @description Their cost before.
             */
            costUsdBefore: number;
            /** @description Version of the prices. */
            priceTable: string;
            /**
             * Format: int64
             * @description Traces with model calls that were looked at.
             */
            traces: number;
            /**
             * Format: int64
             * @description Calls without a price after.
             */
            unpricedCallsAfter: number;
            /**
             * Format: int64
             * @description Calls without a price before.
             */
            unpricedCallsBefore: number;
        };
        ResourceView: {
            attributes: components["schemas"]["JsonObject"];
            schemaUrl: null | string;
        };
        /** @description The beginning of a message. */
        SaidView: {
            /** @description Types of its parts that are no text. */
            others: string[];
            /** @description Its text, at most 600 characters; `null` when it has none. */
            text: null | string;
        };
        /** @description What a view is saved as. */
        SavedViewBody: {
            /** @description Keys of the columns that are shown. */
            columns: string[];
            /** @description The address in the pages: `/`, or `/?` with query and range. */
            url: string;
        };
        /** @description The views that a reader sees. */
        SavedViewPageView: {
            /** @description Those of everybody first, each by name. */
            items: components["schemas"]["SavedViewView"][];
        };
        /** @description A search to come back to. */
        SavedViewView: {
            /** @description Keys of the columns that are shown. */
            columns: string[];
            /** @description Its name. */
            name: string;
            /**
             * @description `shared`: everybody of the tenant sees it; `own`: only who saved it, told by the key.
             * @enum {string}
             */
            scope: "own" | "shared";
            /** @description The address in the pages. */
            url: string;
        };
        ScopeView: {
            attributes: components["schemas"]["JsonObject"];
            name: string;
            schemaUrl: null | string;
            version: null | string;
        };
        /** @description The result of an evaluation, as the API shows it. */
        ScoreView: {
            /** @description Why there is no score. */
            errorType: null | string;
            /** @description Why. */
            explanation: null | string;
            /** @description The score in words. */
            label: null | string;
            /** @description What was evaluated. */
            name: string;
            /** @description Where it was read: `events[0]` or `logs[2]` of this span, `trace` for a record that names only the response. */
            source: string;
            /**
             * Format: date-time
             * @description When.
             */
            time: string;
            /**
             * Format: double
             * @description The score, or `null` where there is only a label.
             */
            value: null | number;
        };
        /** @description What it took to answer a query. */
        SearchView: {
            /**
             * Format: int64
             * @description How many traces were looked at.
             */
            examined: number;
            /** @description Whether the time was over before the page was full; `next` is where the search goes on. */
            ranOutOfTime: boolean;
            /**
             * @description How much of a trace had to be read: `lines`, `spans`, or `payloads`, which takes longest.
             * @enum {string}
             */
            reads: "lines" | "spans" | "payloads";
            /**
             * Format: double
             * @description How long words have been waiting to be indexed. Only where words are, and are looked for.
             */
            textLagMs?: number;
            /**
             * Format: int64
             * @description Traces that were left out because they wait to be indexed, and reading them takes longer than a search may.
             */
            unindexed: number;
        };
        ServedByView: {
            /** Format: double */
            durationMs: number;
            errorType: null | string;
            /** @enum {string} */
            kind: "span" | "llm" | "embedding" | "retrieval" | "rerank" | "tool" | "agent" | "workflow" | "guardrail" | "evaluator" | "memory" | "mcp" | "prompt";
            name: string;
            service: null | string;
            spanId: string;
        };
        /** @description Everything about one span, as the API shows it. */
        SpanDetailView: {
            agentName: null | string;
            attributes: components["schemas"]["JsonObject"];
            /** Format: double */
            costUsd: null | number;
            /**
             * Format: double
             * @description How long it was itself on the critical path of the trace.
             */
            criticalMs: number;
            /** @description What of this a length limit of the client left only the beginning of: `input`, `toolResult` and so on. */
            cutOff: string[];
            /** Format: int32 */
            depth: number;
            documents: null | components["schemas"]["JsonNode"];
            /** Format: double */
            durationMs: number;
            errorType: null | string;
            events: components["schemas"]["SpanEventView"][];
            explain: components["schemas"]["ExplanationView"][];
            flags: string[];
            /**
             * @description Which infrastructure it is: `http`, `db`, `messaging`, `rpc`; absent for all others.
             * @enum {string}
             */
            infra?: "http" | "db" | "messaging" | "rpc";
            input: null | components["schemas"]["MessageShape"][];
            /** @description Whether the client says that it left out parts to keep to its own limit. */
            isTruncated: boolean;
            /** @enum {string} */
            kind: "span" | "llm" | "embedding" | "retrieval" | "rerank" | "tool" | "agent" | "workflow" | "guardrail" | "evaluator" | "memory" | "mcp" | "prompt";
            links: components["schemas"]["SpanLinkView"][];
            logs: components["schemas"]["LogView"][];
            name: string;
            operation: null | string;
            output: null | components["schemas"]["MessageShape"][];
            parentSpanId: null | string;
            /** @description The retention rule that dropped what the span said; `null` while it is there. */
            payloadDroppedBy: null | string;
            provider: null | string;
            /** Format: double */
            reportedCostUsd: null | number;
            requestModel: null | string;
            resource: components["schemas"]["ResourceView"];
            responseModel: null | string;
            scope: components["schemas"]["ScopeView"];
            scores: components["schemas"]["ScoreView"][];
            /**
             * Format: double
             * @description Time in which none of its children ran.
             */
            selfMs: number;
            service: null | string;
            serviceTier: null | string;
            /**
             * Format: double
             * @description How far from its true time it is drawn, by which flag; absent when it is drawn where it says.
             */
            shiftMs?: number;
            spanId: string;
            /** @enum {string} */
            spanKind: "unspecified" | "internal" | "server" | "client" | "producer" | "consumer";
            /** Format: date-time */
            startTime: string;
            /** @enum {string} */
            status: "unset" | "ok" | "error";
            statusMessage: null | string;
            /** @description It and everything below it, summed up; absent when nothing is below it. */
            subtree?: components["schemas"]["SubtreeView"];
            systemInstructions: null | components["schemas"]["PartShape"][];
            tokens: null | components["schemas"]["TokensView"];
            toolArguments: null | components["schemas"]["JsonNode"];
            toolDefinitions: null | components["schemas"]["JsonNode"];
            toolName: null | string;
            toolResult: null | components["schemas"]["JsonNode"];
            traceId: string;
        };
        SpanEventView: {
            attributes: components["schemas"]["JsonObject"];
            name: string;
            /** Format: date-time */
            time: string;
        };
        SpanExampleView: {
            spanId: string;
            traceId: string;
        };
        SpanLinkView: {
            attributes: components["schemas"]["JsonObject"];
            spanId: string;
            traceId: string;
        };
        /** @description A span in its tree, as the API shows it. */
        SpanNodeView: {
            agentName: null | string;
            /** Format: double */
            costUsd: null | number;
            /**
             * Format: double
             * @description How long it was itself on the critical path of the trace.
             */
            criticalMs: number;
            /** Format: int32 */
            depth: number;
            /** Format: double */
            durationMs: number;
            errorType: null | string;
            flags: string[];
            /**
             * @description Which infrastructure it is: `http`, `db`, `messaging`, `rpc`; absent for all others.
             * @enum {string}
             */
            infra?: "http" | "db" | "messaging" | "rpc";
            /** @enum {string} */
            kind: "span" | "llm" | "embedding" | "retrieval" | "rerank" | "tool" | "agent" | "workflow" | "guardrail" | "evaluator" | "memory" | "mcp" | "prompt";
            name: string;
            operation: null | string;
            parentSpanId: null | string;
            provider: null | string;
            /** Format: double */
            reportedCostUsd: null | number;
            requestModel: null | string;
            responseModel: null | string;
            /**
             * Format: double
             * @description Time in which none of its children ran.
             */
            selfMs: number;
            service: null | string;
            serviceTier: null | string;
            /**
             * Format: double
             * @description How far from its true time it is drawn, by which flag; absent when it is drawn where it says.
             */
            shiftMs?: number;
            spanId: string;
            /** Format: date-time */
            startTime: string;
            /** @enum {string} */
            status: "unset" | "ok" | "error";
            /** @description It and everything below it, summed up; absent when nothing is below it. */
            subtree?: components["schemas"]["SubtreeView"];
            tokens: null | components["schemas"]["TokensView"];
            toolName: null | string;
        };
        /** @description Everything below a span and the span itself, summed up by the rules of the trace's own sums. */
        SubtreeView: {
            /** Format: int64 */
            cacheReadTokens: number;
            /** Format: int64 */
            cacheWriteTokens: number;
            /** Format: int32 */
            calls: number;
            /** Format: double */
            costUsd: null | number;
            /** Format: double */
            criticalMs: number;
            /** Format: double */
            durationMs: number;
            /** Format: int32 */
            errors: number;
            /** Format: int64 */
            inputTokens: number;
            /** Format: int64 */
            outputTokens: number;
            /** Format: int64 */
            reasoningTokens: number;
            /** Format: int32 */
            spans: number;
            /** Format: int32 */
            unpricedCalls: number;
        };
        /** @description Places of a trace where words stand. */
        TextHitPageView: {
            /** @description Whether all of the trace was looked at: it may be too large, or there may be more places than are listed. */
            isWhole: boolean;
            /** @description One of each span, then one of each log record. */
            items: components["schemas"]["TextHitView"][];
        };
        /** @description A place where words stand. */
        TextHitView: {
            /** @description What stands after them. */
            after: string;
            /** @description What stands before the words. */
            before: string;
            /** @description What the span is, or `log`. */
            kind: string;
            /** @description The words. */
            match: string;
            /** @description Name of the span; `null` when a log record says it. */
            name: null | string;
            /** @description The span; `null` for a log record of the trace that names none. */
            spanId: null | string;
        };
        /** @description A trace that says something. */
        TextSearchItemView: {
            /** @description The first places where it does; none when the time was over. */
            hits: components["schemas"]["TextHitView"][];
            /** @description Its line. */
            trace: components["schemas"]["TraceSummaryView"];
        };
        /** @description A page of traces that say something. */
        TextSearchPageView: {
            /** @description The traces, the newest first. */
            items: components["schemas"]["TextSearchItemView"][];
            /** @description Where the next page begins. */
            next: null | string;
            /** @description What it took to find them. */
            search: components["schemas"]["SearchView"];
        };
        /** @description Tokens of one span; a part is `null` when it was not reported. */
        TokensView: {
            /** Format: int64 */
            audioInput: null | number;
            /** Format: int64 */
            audioOutput: null | number;
            /** Format: int64 */
            cacheRead: null | number;
            /** Format: int64 */
            cacheWrite: null | number;
            /** Format: int64 */
            cacheWrite1h: null | number;
            /** Format: int64 */
            imageInput: null | number;
            /** Format: int64 */
            imageOutput: null | number;
            /** Format: int64 */
            input: null | number;
            /** Format: int64 */
            output: null | number;
            /** Format: int64 */
            reasoning: null | number;
        };
        ToolChangeView: {
            /** @enum {string} */
            change: "added" | "removed" | "changed";
            lines: components["schemas"]["DiffLineView"][];
            name: string;
        };
        /** @description Tools that failed. */
        ToolRetryPageView: {
            /**
             * Format: int64
             * @description Traces that were looked at.
             */
            examined: number;
            /** @description Whether those were all in which a tool failed; otherwise they were the newest. */
            isComplete: boolean;
            /** @description Those that were run again most often first. */
            items: components["schemas"]["ToolRetryView"][];
        };
        /** @description What happened after a tool failed. */
        ToolRetryView: {
            /**
             * Format: int64
             * @description Executions that failed.
             */
            failed: number;
            /**
             * Format: int64
             * @description Of those, how often that run did not fail.
             */
            recovered: number;
            /**
             * Format: int64
             * @description Of them, those after which the tool was run again in the same trace.
             */
            retried: number;
            /** @description The tool. */
            tool: string;
        };
        /** @description The totals of a trace and where they come from. */
        TraceCostView: {
            /** @description The calls that were added up. */
            calls: components["schemas"]["CountedCallView"][];
            /**
             * Format: double
             * @description Its cost by the prices in force; `null` when no call has a price.
             */
            costUsd: null | number;
            /** @description The spans that report tokens and were not added up. */
            ignored: components["schemas"]["IgnoredSpanView"][];
            /** @description Version of the prices in force. */
            priceTable: string;
            /**
             * Format: double
             * @description Its cost as lists show it: by the prices when its calls arrived, or of the last repricing.
             */
            storedCostUsd: null | number;
            /** @description Version of the prices then. */
            storedPriceTable: null | string;
            tokens: null | components["schemas"]["TokensView"];
            /**
             * Format: int32
             * @description Calls that are missing from it.
             */
            unpricedCalls: number;
        };
        /** @description What was asked of a run and what it answered. */
        TraceExchangeView: {
            answered: null | components["schemas"]["SaidView"];
            asked: null | components["schemas"]["SaidView"];
            /** @description Whether there is a span that could say so: an agent, a workflow or a model call. When it says neither, content was not captured. */
            hasSpeaker: boolean;
            /** @description The trace. */
            traceId: string;
        };
        /** @description A conversation or user with its newest traces. */
        TraceGroupDetailView: {
            next: null | string;
            summary: components["schemas"]["TraceGroupView"];
            traces: components["schemas"]["TraceSummaryView"][];
        };
        /** @description A page of conversations or users. */
        TraceGroupPageView: {
            items: components["schemas"]["TraceGroupView"][];
            next: null | string;
        };
        /** @description A conversation or user, as the API shows it. */
        TraceGroupView: {
            /** Format: int64 */
            cacheReadTokens: number;
            /** Format: int64 */
            cacheWriteTokens: number;
            /** Format: int64 */
            calls: number;
            /** Format: double */
            costUsd: null | number;
            /** Format: date-time */
            endTime: string;
            /** Format: int64 */
            errorCount: number;
            /** Format: int64 */
            failedTraceCount: number;
            id: string;
            /** Format: int64 */
            inputTokens: number;
            /** Format: date-time */
            lastTraceTime: string;
            /** Format: int64 */
            outputTokens: number;
            /** Format: int64 */
            reasoningTokens: number;
            /** Format: int64 */
            spanCount: number;
            /** Format: date-time */
            startTime: string;
            /** Format: int64 */
            totalTokens: number;
            /** Format: int64 */
            traceCount: number;
            /** Format: int64 */
            unpricedCalls: number;
            /** @description User of a session. */
            userId?: string;
        };
        /** @description A page of traces. */
        TracePageView: {
            /** @description The traces. */
            items: components["schemas"]["TraceSummaryView"][];
            /** @description Where the next page begins. */
            next: null | string;
            /** @description What it took to find them; only where a query was asked. */
            search?: components["schemas"]["SearchView"];
        };
        /** @description What evaluations of one name found about a trace. */
        TraceScoreView: {
            /**
             * Format: int32
             * @description How many there are.
             */
            count: number;
            /** @description The last one's score in words. */
            label: null | string;
            /** @description What was evaluated. */
            name: string;
            /**
             * Format: double
             * @description The mean of their scores; `null` where there are only labels.
             */
            value: null | number;
        };
        /** @description A trace in a list, as the API shows it. */
        TraceSummaryView: {
            /** Format: int64 */
            audioInputTokens: number;
            /** Format: int64 */
            audioOutputTokens: number;
            /** Format: int64 */
            cacheReadTokens: number;
            /** Format: int64 */
            cacheWrite1hTokens: number;
            /** Format: int64 */
            cacheWriteTokens: number;
            /** Format: double */
            costUsd: null | number;
            /** Format: double */
            durationMs: number;
            environment: null | string;
            /** Format: int32 */
            errorCount: number;
            /** @description How many findings it has, where somebody has looked since it changed last; absent where nobody has. */
            findings?: components["schemas"]["FindingCountsView"];
            flags: string[];
            /** Format: int64 */
            imageInputTokens: number;
            /** Format: int64 */
            imageOutputTokens: number;
            /** Format: int64 */
            inputTokens: number;
            /** @description Metadata of all its spans, by key. */
            metadata: {
                [key: string]: components["schemas"]["JsonNode"];
            };
            models: string[];
            name: string;
            /** Format: int64 */
            outputTokens: number;
            /** @description Whether retention leaves it alone. */
            pinned: boolean;
            priceTable: null | string;
            /** Format: int64 */
            reasoningTokens: number;
            release: null | string;
            scores: components["schemas"]["TraceScoreView"][];
            services: string[];
            sessionId: null | string;
            /** Format: int32 */
            spanCount: number;
            /** Format: date-time */
            startTime: string;
            /** @enum {string} */
            status: "unset" | "ok" | "error";
            tags: string[];
            /** Format: int64 */
            totalTokens: number;
            traceId: string;
            /** Format: int32 */
            unpricedCalls: number;
            userId: null | string;
            /** @description Version of what the application runs: its prompts, agents or chains. */
            version: null | string;
        };
        /** @description A trace, as the API shows it. */
        TraceView: {
            findings: null | components["schemas"]["FindingCountsView"];
            /** @description The first of its log records that name no span. */
            logs: components["schemas"]["LogView"][];
            /** @description Its spans in tree order. */
            spans: components["schemas"]["SpanNodeView"][];
            /** @description Its line in the list. */
            summary: components["schemas"]["TraceSummaryView"];
        };
        /** @description A run as a conversation, as the API shows it. */
        TranscriptView: {
            /**
             * Format: int32
             * @description How many of them were cut off by a length limit of the client.
             */
            cutOffTurns: number;
            /** @description Whether every span was looked at; a trace whose payload is too large is looked at in part. */
            isWhole: boolean;
            /**
             * Format: int32
             * @description How many of them have no content.
             */
            missingTurns: number;
            /** @description The trace. */
            traceId: string;
            /** @description Its turns, by the time they began. */
            turns: components["schemas"]["TurnView"][];
        };
        TurnMessageView: {
            isOutput: boolean;
            message: components["schemas"]["MessageShape"];
        };
        /** @description A tool call with its result, as the API shows it. */
        TurnToolCallView: {
            arguments: null | components["schemas"]["JsonNode"];
            /** @description Whether the execution failed. */
            hasFailed: boolean;
            /** @description Id of the call; empty when there is none. */
            id: string;
            /** @description Whether the model was told a result. */
            isAnswered: boolean;
            /** @description The tool. */
            name: string;
            result: null | components["schemas"]["JsonNode"];
            /** @description Spans of the execution and of the MCP calls and agents below it, the outermost first. */
            servedBy: components["schemas"]["ServedByView"][];
        };
        /** @description One turn, as the API shows it. */
        TurnView: {
            /** @description Whose turn it is; empty where there is no agent. */
            agent: string;
            /**
             * @description `captured`, `cut_off` or `missing`.
             * @enum {string}
             */
            content: "captured" | "cut_off" | "missing";
            /** Format: double */
            costUsd: null | number;
            /** @description What was cut off. */
            cutOff: string[];
            documents: null | components["schemas"]["JsonNode"];
            /** Format: double */
            durationMs: number;
            errorType: null | string;
            finishReasons: null | string;
            /**
             * Format: int32
             * @description Messages of the turn before that its input has no more.
             */
            forgotten: number;
            /** @enum {string} */
            kind: "span" | "llm" | "embedding" | "retrieval" | "rerank" | "tool" | "agent" | "workflow" | "guardrail" | "evaluator" | "memory" | "mcp" | "prompt";
            messages: components["schemas"]["TurnMessageView"][];
            model: null | string;
            name: string;
            /**
             * Format: int32
             * @description Messages of its input that turns before show.
             */
            repeated: number;
            spanId: string;
            /** Format: date-time */
            startTime: string;
            /** @enum {string} */
            status: "unset" | "ok" | "error";
            /** @description The system prompt at the agent's first turn. */
            system: null | string;
            /** @description What changed in it since the agent's turn before. */
            systemChanges: components["schemas"]["DiffLineView"][];
            tokens: null | components["schemas"]["TokensView"];
            toolCalls: components["schemas"]["TurnToolCallView"][];
            toolChanges: components["schemas"]["ToolChangeView"][];
        };
        /** @description A page of attributes that nobody understands. */
        UnmappedPageView: {
            /** @description Whether there was no range; a range is whole days of arrival. */
            isExact: boolean;
            /** @description The attributes, the most frequent first. */
            items: components["schemas"]["UnmappedView"][];
            /** @description Where the next page begins. */
            next: null | string;
            /**
             * Format: int64
             * @description Attributes of spans that were not counted apart, because there were too many different ones.
             */
            uncounted: number;
        };
        /** @description An attribute that nobody understands. */
        UnmappedView: {
            /** @description Name of the attribute. */
            attribute: string;
            /**
             * Format: date-time
             * @description Start of the last such span.
             */
            lastSeen: string;
            /** @description Finds the traces that have it, in the query language. */
            query: string;
            /** @description Service; `null` when the spans name none. */
            service: null | string;
            /**
             * @description `span` or `resource`.
             * @enum {string}
             */
            source: "span" | "resource";
            /**
             * Format: int64
             * @description On how many spans; of a resource, how many spans it sent.
             */
            spans: number;
            /** @description Types of its values, the most frequent first. */
            types: string[];
        };
        /** @description Models without a price in a range of time. */
        UnpricedPageView: {
            /** @description The models, the most used first. */
            items: components["schemas"]["UnpricedView"][];
            /** @description Where to go on; `null` when the whole range was looked at. */
            next: null | string;
            /** @description Version of the price table. */
            priceTable: string;
            /**
             * Format: int64
             * @description Traces of the range that were looked at.
             */
            traces: number;
        };
        /** @description A model without a price. */
        UnpricedView: {
            /**
             * Format: int64
             * @description How many calls.
             */
            calls: number;
            /** @description One of them. */
            example: components["schemas"]["SpanExampleView"];
            /**
             * Format: date-time
             * @description Start of the first one.
             */
            firstSeen: string;
            /**
             * Format: int64
             * @description Their input tokens.
             */
            inputTokens: number;
            /**
             * Format: date-time
             * @description Start of the last one.
             */
            lastSeen: string;
            /** @description Model; `null` when the calls name none. */
            model: null | string;
            /**
             * Format: int64
             * @description Their output tokens.
             */
            outputTokens: number;
            /** @description Provider; `null` when the calls name none. */
            provider: null | string;
            /**
             * @description no_price: the table has none; no_tokens: nobody counted them; no_model: the calls name none.
             * @enum {string}
             */
            reason: "no_price" | "no_tokens" | "no_model";
            row: null | components["schemas"]["JsonObject"];
        };
        /** @description The sums of one group. */
        UsageGroupView: {
            /** Format: int64 */
            audioInputTokens: number;
            /** Format: int64 */
            audioOutputTokens: number;
            /** Format: int64 */
            cacheReadTokens: number;
            /** Format: int64 */
            cacheWrite1hTokens: number;
            /** Format: int64 */
            cacheWriteTokens: number;
            /** Format: int64 */
            calls: number;
            /** Format: double */
            costUsd: null | number;
            /** Format: int64 */
            count: number;
            durationMs: null | components["schemas"]["LatencyView"];
            /** Format: double */
            errorRate: number;
            /** Format: int64 */
            errors: number;
            /** Format: int64 */
            imageInputTokens: number;
            /** Format: int64 */
            imageOutputTokens: number;
            /** Format: int64 */
            inputTokens: number;
            /** @description What the group is told apart by; a value is `null` when its spans have none. */
            key: {
                [key: string]: null | string;
            };
            /** Format: int64 */
            outputTokens: number;
            /** Format: int64 */
            reasoningTokens: number;
            /**
             * Format: date-time
             * @description Start of the bucket of time.
             */
            time?: string;
            timeToFirstChunkMs: null | components["schemas"]["LatencyView"];
            /** Format: int64 */
            totalTokens: number;
            /** Format: int64 */
            unpricedCalls: number;
        };
        /** @description Sums over a range of time, as the API shows them. */
        UsageView: {
            /**
             * Format: date-time
             * @description Start of the range as it was read; roll-ups are whole hours.
             */
            from: null | string;
            /** @description Whether no group is missing. */
            isComplete: boolean;
            /** @description Whether that is the range that was asked for. */
            isExact: boolean;
            /** @description The groups. */
            items: components["schemas"]["UsageGroupView"][];
            /** @description Where the next page begins. */
            next: null | string;
            /**
             * Format: date-time
             * @description End of the range as it was read.
             */
            to: null | string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    aggregate: {
        parameters: {
            query?: {
                /** @description hour, day, or a length such as 15m. */
                bucket?: string;
                /** @description Fields, separated by commas. */
                by?: string;
                /** @description Start of the range of time, RFC 3339. */
                from?: string;
                /** @description Measures, separated by commas. */
                measure?: string;
                /** @description A question of the query language. */
                q?: string;
                /** @description How long it may take. */
                timeoutMs?: string;
                /** @description End of the range of time, RFC 3339; not part of it. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AggregateView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    listAttributes: {
        parameters: {
            query?: {
                /** @description What the page before gave as next. */
                cursor?: string;
                /** @description Start of the range of time, RFC 3339. */
                from?: string;
                /** @description The key. */
                key?: string;
                /** @description Items of a page, 1 to 1000. */
                limit?: string;
                /** @description Beginning of the key. */
                prefix?: string;
                /** @description Of one service. */
                service?: string;
                /** @description span or resource. */
                source?: string;
                /** @description End of the range of time, RFC 3339; not part of it. */
                to?: string;
                /** @description true for frequent values too. */
                values?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttributePageView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    getCostChange: {
        parameters: {
            query?: {
                /** @description Start of the period that is compared with. */
                baseFrom?: string;
                /** @description Its end. */
                baseTo?: string;
                /** @description Start of the range of time, RFC 3339. */
                from?: string;
                /** @description End of the range of time, RFC 3339; not part of it. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CostChangeView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    listExchanges: {
        parameters: {
            query?: {
                /** @description Ids of traces, separated by commas. */
                traces?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExchangePageView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    exportTraces: {
        parameters: {
            query?: {
                /** @description What the page before gave as next. */
                cursor?: string;
                /** @description jsonl, csv or otlp. */
                format?: string;
                /** @description Start of the range of time, RFC 3339. */
                from?: string;
                /** @description Items of a page, 1 to 1000. */
                limit?: string;
                /** @description Cost at most this much, USD. */
                maxCost?: string;
                /** @description Cost at least this much, USD. */
                minCost?: string;
                /** @description true or false. */
                pinned?: string;
                /** @description A question of the query language. */
                q?: string;
                /** @description Conversation, exactly. */
                session?: string;
                /** @description start (newest first) or cost (highest first). */
                sort?: string;
                /** @description How long a search may take. */
                timeoutMs?: string;
                /** @description End of the range of time, RFC 3339; not part of it. */
                to?: string;
                /** @description End user, exactly. */
                user?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    getFacet: {
        parameters: {
            query?: {
                /** @description What the page before gave as next. */
                cursor?: string;
                /** @description The column, or the key of the attribute. */
                field?: string;
                /** @description Start of the range of time, RFC 3339. */
                from?: string;
                /** @description Items of a page, 1 to 1000. */
                limit?: string;
                /** @description Beginning of the values. */
                prefix?: string;
                /** @description A question of the query language. */
                q?: string;
                /** @description How long counting for a query may take; 1000 unless it is said. */
                timeoutMs?: string;
                /** @description End of the range of time, RFC 3339; not part of it. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FacetView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    checkConventions: {
        parameters: {
            query?: {
                /** @description allowed or forbidden. */
                content?: string;
                /** @description What the page before gave as next. */
                cursor?: string;
                /** @description Start of the range of time, RFC 3339. */
                from?: string;
                /** @description Items of a page, 1 to 1000. */
                limit?: string;
                /** @description Cost at most this much, USD. */
                maxCost?: string;
                /** @description Cost at least this much, USD. */
                minCost?: string;
                /** @description true or false. */
                pinned?: string;
                /** @description A question of the query language. */
                q?: string;
                /** @description Conversation, exactly. */
                session?: string;
                /** @description start (newest first) or cost (highest first). */
                sort?: string;
                /** @description How long a search may take. */
                timeoutMs?: string;
                /** @description End of the range of time, RFC 3339; not part of it. */
                to?: string;
                /** @description End user, exactly. */
                user?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConventionPageView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    listLogs: {
        parameters: {
            query?: {
                /** @description What the page before gave as next. */
                cursor?: string;
                /** @description Start of the range of time, RFC 3339. */
                from?: string;
                /** @description Items of a page, 1 to 1000. */
                limit?: string;
                /** @description End of the range of time, RFC 3339; not part of it. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogPageView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    listMetrics: {
        parameters: {
            query?: {
                /** @description What the page before gave as next. */
                cursor?: string;
                /** @description Start of the range of time, RFC 3339. */
                from?: string;
                /** @description Items of a page, 1 to 1000. */
                limit?: string;
                /** @description End of the range of time, RFC 3339; not part of it. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    getMetric: {
        parameters: {
            query?: {
                /** @description What the page before gave as next. */
                cursor?: string;
                /** @description Start of the range of time, RFC 3339. */
                from?: string;
                /** @description Items of a page, 1 to 1000. */
                limit?: string;
                /** @description End of the range of time, RFC 3339; not part of it. */
                to?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    getMetricOtlp: {
        parameters: {
            query?: {
                /** @description Start of the range of time, RFC 3339. */
                from?: string;
                /** @description End of the range of time, RFC 3339; not part of it. */
                to?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    listModels: {
        parameters: {
            query?: {
                /** @description What the page before gave as next. */
                cursor?: string;
                /** @description Start of the range of time, RFC 3339. */
                from?: string;
                /** @description Items of a page, 1 to 1000. */
                limit?: string;
                /** @description End of the range of time, RFC 3339; not part of it. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    listPrompts: {
        parameters: {
            query?: {
                /** @description Start of the range of time, RFC 3339. */
                from?: string;
                /** @description How long it may take. */
                timeoutMs?: string;
                /** @description End of the range of time, RFC 3339; not part of it. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromptPageView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    completeQuery: {
        parameters: {
            query?: {
                /** @description The place, counted from 0. */
                at?: string;
                /** @description Items of a page, 1 to 1000. */
                limit?: string;
                /** @description A question of the query language. */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompletionView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    getReceivers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiverAddressesView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    reprice: {
        parameters: {
            query?: {
                /** @description Start of the range of time, RFC 3339. */
                from?: string;
                /** @description End of the range of time, RFC 3339; not part of it. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RepricingView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    search: {
        parameters: {
            query?: {
                /** @description What the page before gave as next. */
                cursor?: string;
                /** @description Start of the range of time, RFC 3339. */
                from?: string;
                /** @description Items of a page, 1 to 1000. */
                limit?: string;
                /** @description A question of the query language. */
                q?: string;
                /** @description End of the range of time, RFC 3339; not part of it. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextSearchPageView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    listServices: {
        parameters: {
            query?: {
                /** @description What the page before gave as next. */
                cursor?: string;
                /** @description Start of the range of time, RFC 3339. */
                from?: string;
                /** @description Items of a page, 1 to 1000. */
                limit?: string;
                /** @description End of the range of time, RFC 3339; not part of it. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    listSessions: {
        parameters: {
            query?: {
                /** @description What the page before gave as next. */
                cursor?: string;
                /** @description Start of the range of time, RFC 3339. */
                from?: string;
                /** @description Items of a page, 1 to 1000. */
                limit?: string;
                /** @description End of the range of time, RFC 3339; not part of it. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceGroupPageView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceGroupDetailView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    listTools: {
        parameters: {
            query?: {
                /** @description What the page before gave as next. */
                cursor?: string;
                /** @description Start of the range of time, RFC 3339. */
                from?: string;
                /** @description Items of a page, 1 to 1000. */
                limit?: string;
                /** @description End of the range of time, RFC 3339; not part of it. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    listToolRetries: {
        parameters: {
            query?: {
                /** @description Start of the range of time, RFC 3339. */
                from?: string;
                /** @description How long it may take. */
                timeoutMs?: string;
                /** @description End of the range of time, RFC 3339; not part of it. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolRetryPageView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    listTraces: {
        parameters: {
            query?: {
                /** @description What the page before gave as next. */
                cursor?: string;
                /** @description Start of the range of time, RFC 3339. */
                from?: string;
                /** @description Items of a page, 1 to 1000. */
                limit?: string;
                /** @description Cost at most this much, USD. */
                maxCost?: string;
                /** @description Cost at least this much, USD. */
                minCost?: string;
                /** @description true or false. */
                pinned?: string;
                /** @description A question of the query language. */
                q?: string;
                /** @description Conversation, exactly. */
                session?: string;
                /** @description start (newest first) or cost (highest first). */
                sort?: string;
                /** @description How long a search may take. */
                timeoutMs?: string;
                /** @description End of the range of time, RFC 3339; not part of it. */
                to?: string;
                /** @description End user, exactly. */
                user?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TracePageView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    getTrace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                traceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    deleteTrace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                traceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletionView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    getTraceCost: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                traceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceCostView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    getExemplars: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                traceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    getFindings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                traceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FindingPageView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    getTraceOtlp: {
        parameters: {
            query?: {
                /** @description traces, logs, or nothing for both. */
                signal?: string;
            };
            header?: never;
            path: {
                traceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    pinTrace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                traceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PinView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    unpinTrace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                traceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PinView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    getSpan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                spanId: string;
                traceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpanDetailView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    findInTrace: {
        parameters: {
            query?: {
                /** @description Items of a page, 1 to 1000. */
                limit?: string;
                /** @description The words, one after the other. */
                q?: string;
            };
            header?: never;
            path: {
                traceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextHitPageView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    getTranscript: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                traceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TranscriptView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    listUnmapped: {
        parameters: {
            query?: {
                /** @description What the page before gave as next. */
                cursor?: string;
                /** @description Start of the range of time, RFC 3339. */
                from?: string;
                /** @description Items of a page, 1 to 1000. */
                limit?: string;
                /** @description Cost at most this much, USD. */
                maxCost?: string;
                /** @description Cost at least this much, USD. */
                minCost?: string;
                /** @description true or false. */
                pinned?: string;
                /** @description A question of the query language. */
                q?: string;
                /** @description Conversation, exactly. */
                session?: string;
                /** @description start (newest first) or cost (highest first). */
                sort?: string;
                /** @description How long a search may take. */
                timeoutMs?: string;
                /** @description End of the range of time, RFC 3339; not part of it. */
                to?: string;
                /** @description End user, exactly. */
                user?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnmappedPageView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    listUnpriced: {
        parameters: {
            query?: {
                /** @description What the page before gave as next. */
                cursor?: string;
                /** @description Start of the range of time, RFC 3339. */
                from?: string;
                /** @description Items of a page, 1 to 1000. */
                limit?: string;
                /** @description Cost at most this much, USD. */
                maxCost?: string;
                /** @description Cost at least this much, USD. */
                minCost?: string;
                /** @description true or false. */
                pinned?: string;
                /** @description A question of the query language. */
                q?: string;
                /** @description Conversation, exactly. */
                session?: string;
                /** @description start (newest first) or cost (highest first). */
                sort?: string;
                /** @description How long a search may take. */
                timeoutMs?: string;
                /** @description End of the range of time, RFC 3339; not part of it. */
                to?: string;
                /** @description End user, exactly. */
                user?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnpricedPageView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    getUsage: {
        parameters: {
            query?: {
                /** @description Only what has this agent. */
                agent?: string;
                /** @description hour, day, or nothing. */
                bucket?: string;
                /** @description Dimensions, separated by commas. */
                by?: string;
                /** @description What the page before gave as next. */
                cursor?: string;
                /** @description Only what has this environment. */
                environment?: string;
                /** @description Start of the range of time, RFC 3339. */
                from?: string;
                /** @description Only what has this kind. */
                kind?: string;
                /** @description Items of a page, 1 to 1000. */
                limit?: string;
                /** @description Only what has this model. */
                model?: string;
                /** @description Only what has this operation. */
                operation?: string;
                /** @description Only what has this provider. */
                provider?: string;
                /** @description Only what has this service. */
                service?: string;
                /** @description End of the range of time, RFC 3339; not part of it. */
                to?: string;
                /** @description Only what has this tool. */
                tool?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description What the page before gave as next. */
                cursor?: string;
                /** @description Start of the range of time, RFC 3339. */
                from?: string;
                /** @description Items of a page, 1 to 1000. */
                limit?: string;
                /** @description End of the range of time, RFC 3339; not part of it. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceGroupPageView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceGroupDetailView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletionView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    listViews: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedViewPageView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    saveOwnView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SavedViewBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedViewView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    removeOwnView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedViewPageView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    saveSharedView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SavedViewBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedViewView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
    removeSharedView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedViewPageView"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorView"];
                };
            };
        };
    };
}
