using System.Diagnostics;
using OtelGenAI.Content;
using OtelGenAI.Context;
using OtelGenAI.Conventions;
using OtelGenAI.Diagnostics;
using OtelGenAI.Events;
using OtelGenAI.Invocations;
using OtelGenAI.Manual;
using OtelGenAI.Metrics;

namespace OtelGenAI;

/// <summary>Records by hand what no SDK records: agents, tools, workflows, retrievals, and models called in unusual ways.</summary>
/// <remarks>
/// Thread-safe. Nothing here throws into the application. Scopes follow the async flow: what starts inside becomes a child.
/// A scope that is not sampled, and of which no metric is wanted, is the default value: it costs one branch and allocates nothing.
/// </remarks>
public static class GenAI
{
    /// <summary>Name of the ActivitySource of everything recorded here and by the HTTP layer.</summary>
    public const string SourceName = "OtelGenAI";

    /// <summary>Name of the Meter.</summary>
    public const string MeterName = "OtelGenAI";

    /// <summary>Starts a run of an agent in this process.</summary>
    /// <param name="name">Name the application gave the agent.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="model">The model it mostly uses.</param>
    /// <returns>The run; dispose it when it ends.</returns>
    public static GenAIAgentScope StartAgent(string name, string? description = null, string? model = null)
    {
        var activity = Start(GenAIOperationNameValues.InvokeAgent, GenAIAttributes.AgentName, name);
        return activity is null && !InvocationMetrics.IsAgentEnabled ? default : Agent(activity, name, description, model);
    }

    /// <summary>Starts a call of an agent that runs elsewhere: hosted by a provider, or in another service.</summary>
    /// <param name="provider">Value of <c>gen_ai.provider.name</c>: who hosts it.</param>
    /// <param name="name">Name of the agent.</param>
    /// <param name="id">The host's id of it.</param>
    /// <param name="version">Which version of it.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="model">The model it mostly uses.</param>
    /// <param name="serverAddress">Host it is called at.</param>
    /// <param name="serverPort">Port it is called at.</param>
    /// <returns>The call; dispose it when it ends. What the agent does there, its own process records.</returns>
    public static GenAIAgentScope StartRemoteAgent(
        string provider,
        string? name = null,
        string? id = null,
        string? version = null,
        string? description = null,
        string? model = null,
        string? serverAddress = null,
        int? serverPort = null)
    {
        if (!IsModelCallWanted)
        {
            return default;
        }

        var invocation = StartClientOperation(new InvocationTarget(GenAIOperationNameValues.InvokeAgent, provider, serverAddress, serverPort), name, model);
        if (invocation.Activity is { } activity)
        {
            SetIfPresent(activity, GenAIAttributes.AgentName, name);
            SetIfPresent(activity, GenAIAttributes.AgentId, id);
            SetIfPresent(activity, GenAIAttributes.AgentVersion, version);
            SetIfPresent(activity, GenAIAttributes.AgentDescription, description);
        }

        return new GenAIAgentScope(invocation.Enter(isModelCall: false));
    }

    /// <summary>Starts a run of a workflow: several agents or steps under one name.</summary>
    /// <param name="name">A name shared by many runs.</param>
    /// <returns>The run; dispose it when it ends.</returns>
    public static GenAIWorkflowScope StartWorkflow(string name)
    {
        var activity = Start(GenAIOperationNameValues.InvokeWorkflow, GenAIAttributes.WorkflowName, name);
        return activity is null && !InvocationMetrics.IsWorkflowEnabled ? default : Workflow(activity, name);
    }

    /// <summary>Starts an execution of a tool.</summary>
    /// <param name="name">Name of the tool, as the model knows it.</param>
    /// <param name="callId">The model's id of the call.</param>
    /// <param name="description">What the tool does.</param>
    /// <param name="type"><c>function</c>, <c>extension</c>, <c>datastore</c> or a word of the framework.</param>
    /// <returns>The execution; dispose it when it ends.</returns>
    public static GenAIToolScope StartTool(string name, string? callId = null, string? description = null, string? type = "function")
    {
        var activity = Start(GenAIOperationNameValues.ExecuteTool, GenAIAttributes.ToolName, name);
        return activity is null && !InvocationMetrics.IsToolEnabled ? default : Tool(activity, name, callId, description, type);
    }

    /// <summary>Starts a call of a chat model.</summary>
    /// <param name="provider">Value of <c>gen_ai.provider.name</c>, such as <c>openai</c>.</param>
    /// <param name="model">The model asked for.</param>
    /// <param name="serverAddress">Host it is asked at.</param>
    /// <param name="serverPort">Port it is asked at.</param>
    /// <returns>The call; dispose it when its answer is complete.</returns>
    public static GenAIChatScope StartChat(string provider, string? model = null, string? serverAddress = null, int? serverPort = null)
    {
        var invocation = IsModelCallWanted
            ? StartModelCall(new InvocationTarget(GenAIOperationNameValues.Chat, provider, serverAddress, serverPort), model)
            : null;
        return invocation is null ? default : new GenAIChatScope(invocation);
    }

    /// <summary>Starts a call of an embedding model.</summary>
    /// <param name="provider">Value of <c>gen_ai.provider.name</c>, such as <c>openai</c>.</param>
    /// <param name="model">The model asked for.</param>
    /// <param name="serverAddress">Host it is asked at.</param>
    /// <param name="serverPort">Port it is asked at.</param>
    /// <returns>The call; dispose it when it ends.</returns>
    public static GenAIEmbeddingsScope StartEmbeddings(string provider, string? model = null, string? serverAddress = null, int? serverPort = null)
    {
        var invocation = IsModelCallWanted
            ? StartModelCall(new InvocationTarget(GenAIOperationNameValues.Embeddings, provider, serverAddress, serverPort), model)
            : null;
        return invocation is null ? default : new GenAIEmbeddingsScope(invocation);
    }

    /// <summary>Starts a search for documents.</summary>
    /// <param name="dataSourceId">Id of what is searched, as its system names it.</param>
    /// <param name="topK">How many documents are asked for.</param>
    /// <param name="provider">Value of <c>gen_ai.provider.name</c>, if a provider searches.</param>
    /// <param name="model">The model that searches, if one does.</param>
    /// <param name="serverAddress">Host it is asked at.</param>
    /// <param name="serverPort">Port it is asked at.</param>
    /// <returns>The search; dispose it when it ends.</returns>
    public static GenAIRetrievalScope StartRetrieval(
        string? dataSourceId = null, int? topK = null, string? provider = null, string? model = null, string? serverAddress = null, int? serverPort = null)
    {
        if (!IsModelCallWanted)
        {
            return default;
        }

        var invocation = StartClientOperation(new InvocationTarget(GenAIOperationNameValues.Retrieval, provider, serverAddress, serverPort), dataSourceId, model);
        if (invocation.Activity is { } activity)
        {
            SetIfPresent(activity, GenAIAttributes.DataSourceId, dataSourceId);
            SetIfPresent(activity, GenAIAttributes.RetrievalTopK, (long?)topK);
        }

        return new GenAIRetrievalScope(invocation);
    }

    /// <summary>Starts a check whether something may pass.</summary>
    /// <param name="name">Name of the guardrail.</param>
    /// <returns>The check; dispose it when it ends.</returns>
    public static GenAIOperationScope StartGuardrail(string name) => StartOther(Operations.Guardrail, name);

    /// <summary>Starts a judgement; what comes out of it, <see cref="RecordEvaluation"/> records.</summary>
    /// <param name="name">Name of the evaluation.</param>
    /// <returns>The judgement; dispose it when it ends.</returns>
    public static GenAIOperationScope StartEvaluation(string name) => StartOther(Operations.Evaluation, name, GenAIAttributes.EvaluationName);

    /// <summary>Starts the planning of an agent's next steps.</summary>
    /// <param name="agentName">Name of the agent.</param>
    /// <returns>The planning; dispose it when it ends.</returns>
    public static GenAIOperationScope StartPlan(string? agentName = null) => StartOther(GenAIOperationNameValues.Plan, agentName, GenAIAttributes.AgentName);

    /// <summary>Starts an operation on an agent's memory.</summary>
    /// <param name="operation">One of the conventions, such as <c>search_memory</c> or <c>upsert_memory</c>.</param>
    /// <param name="storeId">Id of the memory store.</param>
    /// <param name="recordId">Id of the record.</param>
    /// <param name="provider">Value of <c>gen_ai.provider.name</c>, if a provider keeps the memory.</param>
    /// <param name="serverAddress">Host it is kept at.</param>
    /// <param name="serverPort">Port it is asked at.</param>
    /// <returns>The operation; dispose it when it ends.</returns>
    public static GenAIMemoryScope StartMemory(
        string operation, string? storeId = null, string? recordId = null, string? provider = null, string? serverAddress = null, int? serverPort = null)
    {
        if (!IsModelCallWanted)
        {
            return default;
        }

        var invocation = StartClientOperation(
            new InvocationTarget(operation, provider, serverAddress, serverPort), name: null, model: null, serverAddress is null ? ActivityKind.Internal : ActivityKind.Client);
        if (invocation.Activity is { } activity)
        {
            SetIfPresent(activity, GenAIAttributes.MemoryStoreId, storeId);
            SetIfPresent(activity, GenAIAttributes.MemoryRecordId, recordId);
        }

        return new GenAIMemoryScope(invocation);
    }

    /// <summary>Says for whom the following work is done, and with what; stamped on every GenAI span that starts inside, those of SDKs included.</summary>
    /// <param name="conversationId">Id of the conversation.</param>
    /// <param name="sessionId">Id of the user's session.</param>
    /// <param name="userId">Id of the user.</param>
    /// <param name="tenant">The customer on whose behalf the work is done.</param>
    /// <param name="tags">Words to find the spans by.</param>
    /// <param name="metadata">Whatever else is worth knowing, a short value per key; added to what holds outside.</param>
    /// <param name="promptName">Name of the prompt template that calls of models use.</param>
    /// <param name="promptVersion">Its version.</param>
    /// <param name="asBaggage">
    /// Whether the ids travel along with calls, as far as <see cref="GenAIInstrumentationOptions.BaggageScope"/> allows; inside, they go on doing so.
    /// </param>
    /// <returns>Dispose it, in the same async flow, to put back what held before.</returns>
    /// <remarks>
    /// What is <see langword="null"/> keeps what holds outside. Nothing of it reaches metrics, and without <paramref name="asBaggage"/> nothing leaves this
    /// process but on spans: ids of people do not travel to model providers by accident.
    /// </remarks>
    public static GenAIContextScope BeginContext(
        string? conversationId = null,
        string? sessionId = null,
        string? userId = null,
        string? tenant = null,
        IEnumerable<string>? tags = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        string? promptName = null,
        string? promptVersion = null,
        bool asBaggage = false)
    {
        var outer = AmbientContext.Current;
        AmbientContext.Current = new AmbientContext
        {
            ConversationId = conversationId ?? outer?.ConversationId,
            SessionId = sessionId ?? outer?.SessionId,
            UserId = userId ?? outer?.UserId,
            Tenant = tenant ?? outer?.Tenant,
            Tags = tags?.ToArray() ?? outer?.Tags,
            Metadata = Merge(outer?.Metadata, metadata),
            PromptName = promptName ?? outer?.PromptName,
            // A version belongs to its prompt: another prompt does not inherit it.
            PromptVersion = promptVersion ?? (promptName is null ? outer?.PromptVersion : null),
            IsBaggage = asBaggage || outer?.IsBaggage == true,
        };
        return new GenAIContextScope(outer);
    }

    /// <summary>Records what an answer was worth, as the event <c>gen_ai.evaluation.result</c>.</summary>
    /// <param name="name">What was judged: <c>helpfulness</c>, <c>thumbs</c>.</param>
    /// <param name="score">The judgement as a number, on whatever scale the evaluation has.</param>
    /// <param name="label">The judgement as a word, one of few.</param>
    /// <param name="explanation">Why; recorded only if content is captured, because it may quote.</param>
    /// <param name="target">
    /// The span that was judged, in this process or stored long ago (<see cref="ActivityContext.TryParse(string, string, out ActivityContext)"/> reads what
    /// <see cref="Activity.Id"/> gave); <see langword="null"/> for the current one.
    /// </param>
    /// <param name="responseId">The provider's id of the answer, which finds it where the span is not known.</param>
    /// <param name="errorType">Why there is no judgement, in a word.</param>
    /// <remarks>
    /// Needs a logger: <see cref="GenAIInstrumentationOptions.LoggerFactory"/>, or the one of the host, with OpenTelemetry's logging added after this
    /// instrumentation.
    /// </remarks>
    public static void RecordEvaluation(
        string name,
        double? score = null,
        string? label = null,
        string? explanation = null,
        ActivityContext? target = null,
        string? responseId = null,
        string? errorType = null)
    {
        var isTruncated = false;
        KeyValuePair<string, object?>[] attributes =
        [
            new(GenAIAttributes.EvaluationName, name),
            new(GenAIAttributes.EvaluationScoreValue, score),
            new(GenAIAttributes.EvaluationScoreLabel, label),
            new(GenAIAttributes.EvaluationExplanation, ContentAttributes.Value(GenAIAttributes.EvaluationExplanation, explanation, ContentPolicy.Current, ref isTruncated)),
            new(GenAIAttributes.ResponseId, responseId),
            new(ErrorAttributes.Type, errorType),
        ];
        InferenceEvents.EmitEvaluation([.. attributes.Where(static attribute => attribute.Value is not null)], target);
    }

    /// <summary>Says what the instrumentation of this process is set to do, has seen, and has left out and why.</summary>
    /// <returns>Lines for a person. They hold counts and names of operations, providers, hosts and sources; no content.</returns>
    public static string Explain() => InstrumentationReport.Write();

    /// <summary>Starts a span that nothing is measured of.</summary>
    /// <param name="operation">Value of <c>gen_ai.operation.name</c>; <see langword="null"/> for a step that is none.</param>
    /// <param name="name">The other half of its name.</param>
    /// <param name="nameAttribute">Attribute that says it too, if there is one.</param>
    internal static GenAIOperationScope StartOther(string? operation, string? name, string? nameAttribute = null)
    {
        var source = OwnTelemetry.Source;
        if (!source.HasListeners())
        {
            return default;
        }

        var tags = new TagList();
        if (operation is not null)
        {
            tags.Add(GenAIAttributes.OperationName, operation);
        }

        if (name is not null && nameAttribute is not null)
        {
            tags.Add(nameAttribute, name);
        }

        var spanName = operation is null ? name! : name is null ? operation : $"{operation} {name}";
        var activity = source.StartActivity(spanName, ActivityKind.Internal, default(ActivityContext), tags);
        return activity is null ? default : new GenAIOperationScope(new ManualInvocation(activity, recordMetrics: null).Enter(isModelCall: false));
    }

    private static bool IsModelCallWanted => OwnTelemetry.Source.HasListeners() || InvocationMetrics.IsModelCallEnabled;

    // Apart from its caller, because a lambda that captures makes its method allocate before the first branch.
    private static GenAIAgentScope Agent(Activity? activity, string name, string? description, string? model)
    {
        if (activity is not null)
        {
            SetIfPresent(activity, GenAIAttributes.AgentDescription, description);
            SetIfPresent(activity, GenAIAttributes.RequestModel, model);
            if (ContentPolicy.Current is { WritesSpans: true, Kinds: GenAIContentKinds.All })
            {
                // Function invocation of Microsoft.Extensions.AI makes its tool spans below an agent's span, and reads this to decide about content.
                activity.SetCustomProperty("__EnableSensitiveData__", "true");
            }
        }

        var run = AgentRun.Begin(activity);
        return new GenAIAgentScope(new ManualInvocation(activity, (_, duration, errorType) =>
        {
            InvocationMetrics.RecordAgent(name, model, duration, errorType);
            run?.End(name);
        }).Enter(isModelCall: false));
    }

    private static GenAIWorkflowScope Workflow(Activity? activity, string name) =>
        new(new ManualInvocation(activity, (_, duration, errorType) => InvocationMetrics.RecordWorkflow(name, duration, errorType)).Enter(isModelCall: false));

    private static GenAIToolScope Tool(Activity? activity, string name, string? callId, string? description, string? type)
    {
        var agentName = Operations.FindAgentName(activity?.Parent ?? Activity.Current);
        if (activity is not null)
        {
            SetIfPresent(activity, GenAIAttributes.ToolCallId, callId);
            SetIfPresent(activity, GenAIAttributes.ToolType, type);
            SetIfPresent(activity, GenAIAttributes.AgentName, agentName);
            var isTruncated = false;
            var policy = ContentPolicy.Current;
            if (policy.WritesSpans)
            {
                SetIfPresent(activity, GenAIAttributes.ToolDescription, ContentAttributes.Value(GenAIAttributes.ToolDescription, description, policy, ref isTruncated));
            }
        }

        var run = AgentRun.CountTool(activity);
        return new GenAIToolScope(new ManualInvocation(activity, (_, duration, errorType) =>
        {
            InvocationMetrics.RecordTool(name, type, agentName, duration, errorType);
            AgentRun.LeaveTool(run);
        }).Enter(isModelCall: false));
    }

    // Whatever is asked of somebody and is no inference. Made also when nobody samples it: it is measured all the same.
    private static ManualInvocation StartClientOperation(InvocationTarget target, string? name, string? model, ActivityKind kind = ActivityKind.Client)
    {
        var activity = OwnTelemetry.Source.StartActivity(
            name is null ? target.Operation : $"{target.Operation} {name}", kind, default(ActivityContext), target.StartTags(model));
        return new ManualInvocation(activity, (_, duration, errorType) => InvocationMetrics.RecordOperation(target, model, duration, errorType));
    }

    private static ManualInvocation? StartModelCall(InvocationTarget target, string? model)
    {
        var caller = Activity.Current;
        var activity = OwnTelemetry.Source.StartActivity(
            model is null ? target.Operation : $"{target.Operation} {model}",
            ActivityKind.Client,
            default(ActivityContext),
            target.StartTags(model));
        if (activity is null && !InvocationMetrics.IsModelCallEnabled)
        {
            return null;
        }

        // Inside another span of the same call this one will be demoted, and that one is measured.
        var isCovered = CallInProgress.IsRecorded || Operations.FindCoveringModelCall(caller) is not null;
        if (!isCovered && Operations.IsInference(target.Operation))
        {
            AgentRun.Around(activity)?.CountInference();
        }

        return new ManualInvocation(activity, isCovered ? null : static (self, duration, errorType) => InvocationMetrics.RecordModelCall(self.Facts!, duration, errorType))
        {
            Facts = new InvocationFacts { Target = target, RequestModel = model },
        }.Enter(isModelCall: true);
    }

    private static Activity? Start(string operation, string nameAttribute, string name)
    {
        var source = OwnTelemetry.Source;
        if (!source.HasListeners())
        {
            return null;
        }

        var template = SpanTemplate.Of(operation, nameAttribute, name);
        return source.StartActivity(template.SpanName, ActivityKind.Internal, default(ActivityContext), template.Tags);
    }

    private static IReadOnlyDictionary<string, string>? Merge(IReadOnlyDictionary<string, string>? outer, IReadOnlyDictionary<string, string>? inner)
    {
        if (outer is null || inner is null)
        {
            return inner ?? outer;
        }

        var merged = new Dictionary<string, string>(outer);
        foreach (var (key, value) in inner)
        {
            merged[key] = value;
        }

        return merged;
    }

    private static void SetIfPresent(Activity activity, string key, object? value)
    {
        if (value is not null && activity.IsAllDataRequested)
        {
            activity.SetTag(key, value);
        }
    }
}
