using OtelGenAI.Demo;
using OtelGenAI.Demo.AgentService;
using OtelGenAI.Demo.ScriptedProvider;
using OtelGenAI.Demo.ToolServer;

if (!DemoArguments.TryParse(args, out var arguments, out var problem))
{
    await Console.Error.WriteLineAsync(problem);
    await Console.Error.WriteLineAsync(DemoArguments.Usage);
    return 2;
}

return arguments.Role switch
{
    DemoRole.Agent => await AgentProgram.RunAsync(arguments, Console.Out),
    DemoRole.Tools => await ToolServerProgram.RunAsync(arguments, Console.Out),
    DemoRole.Provider => await ScriptedProviderProgram.RunAsync(arguments, Console.Out),
    _ => throw new System.Diagnostics.UnreachableException(),
};
