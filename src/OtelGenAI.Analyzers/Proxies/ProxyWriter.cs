using System.Text;
using Microsoft.CodeAnalysis;

namespace OtelGenAI.Analyzers.Proxies;

/// <summary>Writes a class that implements an interface by passing on to another, and records what is marked.</summary>
internal static class ProxyWriter
{
    private const string Inner = "__inner";

    /// <summary>Whether the class can be written.</summary>
    public static bool CanWrite(INamedTypeSymbol service, INamedTypeSymbol implementation, Compilation compilation) =>
        service.TypeKind == TypeKind.Interface && implementation.TypeKind == TypeKind.Class && !implementation.IsAbstract &&
        Interceptability.IsNameable(service, compilation) && Interceptability.IsNameable(implementation, compilation) && !HasTypeParameters(service) &&
        !HasTypeParameters(implementation) && Members(service).All(member => CanPassOn(member, compilation));

    /// <summary>Writes it, and the method that takes the place of its registration.</summary>
    public static string Write(INamedTypeSymbol service, INamedTypeSymbol implementation, Compilation compilation)
    {
        var serviceName = service.ToDisplayString(MethodShape.Types);
        var text = new StringBuilder();
        text.AppendLine($"    file sealed class ObservedService{GeneratedFile.Number}({serviceName} {Inner}) : {serviceName}");
        text.AppendLine("    {");
        var methods = 0;
        foreach (var member in Members(service))
        {
            switch (member)
            {
                case IMethodSymbol { MethodKind: MethodKind.Ordinary } method:
                    WriteMethod(text, method, implementation, methods++, compilation);
                    break;
                case IPropertySymbol property:
                    WriteProperty(text, property);
                    break;
                case IEventSymbol @event:
                    WriteEvent(text, @event);
                    break;
                default:
                    break;
            }
        }

        text.AppendLine("    }");
        text.AppendLine();
        WriteInterceptor(text, serviceName, implementation.ToDisplayString(MethodShape.Types));
        return text.ToString();
    }

    private static void WriteInterceptor(StringBuilder text, string service, string implementation)
    {
        const string Services = "global::Microsoft.Extensions.DependencyInjection.IServiceCollection";
        const string Lifetime = "global::Microsoft.Extensions.DependencyInjection.ServiceLifetime";
        const string Kept = "[global::System.Diagnostics.CodeAnalysis.DynamicallyAccessedMembers(global::System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes.PublicConstructors)]";
        text.AppendLine($"    file static class Registration{GeneratedFile.Number}");
        text.AppendLine("    {");
        text.Append(GeneratedFile.Locations);
        text.AppendLine($"        public static {Services} Add<TService, {Kept} TImplementation>(this {Services} services, {Lifetime} lifetime)");
        text.AppendLine("            where TService : class");
        text.AppendLine("            where TImplementation : class, TService =>");
        text.AppendLine($"            global::OtelGenAI.Interception.ObservedServices.Add(services, typeof({service}), typeof({implementation}), lifetime,");
        text.AppendLine($"                static inner => new ObservedService{GeneratedFile.Number}(({service})inner));");
        text.AppendLine("    }");
    }

    private static void WriteMethod(StringBuilder text, IMethodSymbol method, INamedTypeSymbol implementation, int number, Compilation compilation)
    {
        var running = implementation.FindImplementationForInterfaceMember(method) as IMethodSymbol ?? method;
        var attribute = ObservedMethods.FindAttribute(running) ?? ObservedMethods.OwnAttribute(method);
        var isRecorded = attribute is not null && !method.ReturnsByRef && !method.ReturnsByRefReadonly;
        var type = method.ContainingType.ToDisplayString(MethodShape.Types);
        var call = $"(({type}){Inner}).@{method.Name}{MethodShape.List(method.TypeParameters)}({MethodShape.Arguments(method)})";
        if (isRecorded)
        {
            text.AppendLine($"        private static readonly global::OtelGenAI.Interception.ObservedMethod s_method{number} = {ObservedMethods.Description(running, attribute!)};");
            text.AppendLine();
        }

        var reference = method.ReturnsByRef ? "ref " : method.ReturnsByRefReadonly ? "ref readonly " : "";
        text.AppendLine($"        {reference}{MethodShape.ReturnType(method)} {type}.@{method.Name}{MethodShape.List(method.TypeParameters)}({MethodShape.Parameters(method)}){Kinds(method)}");
        text.AppendLine("        {");
        if (isRecorded)
        {
            RecordingBody.Write(text, "            ", method, $"s_method{number}", call, MethodShape.EndingOf(method, running, compilation));
        }
        else
        {
            text.AppendLine($"            {(method.ReturnsVoid ? "" : reference.Length == 0 ? "return " : "return ref ")}{call};");
        }

        text.AppendLine("        }");
        text.AppendLine();
    }

    private static void WriteProperty(StringBuilder text, IPropertySymbol property)
    {
        var type = property.ContainingType.ToDisplayString(MethodShape.Types);
        var reference = property.ReturnsByRef ? "ref " : property.ReturnsByRefReadonly ? "ref readonly " : "";
        var parameters = string.Join(", ", property.Parameters.Select(static parameter => $"{parameter.Type.ToDisplayString(MethodShape.Types)} {MethodShape.Name(parameter)}"));
        var arguments = string.Join(", ", property.Parameters.Select(MethodShape.Name));
        var target = property.IsIndexer ? $"(({type}){Inner})[{arguments}]" : $"(({type}){Inner}).@{property.Name}";
        text.AppendLine($"        {reference}{property.Type.ToDisplayString(MethodShape.Types)} {type}.{(property.IsIndexer ? $"this[{parameters}]" : "@" + property.Name)}");
        text.AppendLine("        {");
        if (property.GetMethod is not null)
        {
            text.AppendLine($"            get => {(reference.Length == 0 ? "" : "ref ")}{target};");
        }

        if (property.SetMethod is not null)
        {
            text.AppendLine($"            set => {target} = value;");
        }

        text.AppendLine("        }");
        text.AppendLine();
    }

    private static void WriteEvent(StringBuilder text, IEventSymbol @event)
    {
        var type = @event.ContainingType.ToDisplayString(MethodShape.Types);
        text.AppendLine($"        event {@event.Type.ToDisplayString(MethodShape.Types)} {type}.@{@event.Name}");
        text.AppendLine("        {");
        text.AppendLine($"            add => (({type}){Inner}).@{@event.Name} += value;");
        text.AppendLine($"            remove => (({type}){Inner}).@{@event.Name} -= value;");
        text.AppendLine("        }");
        text.AppendLine();
    }

    // An explicit implementation inherits its constraints, and has to say only what makes T? mean one thing.
    private static string Kinds(IMethodSymbol method) => string.Concat(method.TypeParameters.Select(static parameter => parameter switch
    {
        { HasReferenceTypeConstraint: true } => $" where {parameter.Name} : class",
        { HasValueTypeConstraint: true } => $" where {parameter.Name} : struct",
        { ConstraintTypes.IsEmpty: true } => $" where {parameter.Name} : default",
        _ => "",
    }));

    private static IEnumerable<ISymbol> Members(INamedTypeSymbol service) => service.AllInterfaces.Concat([service])
        .SelectMany(static type => type.GetMembers())
        .Where(static member => member is (IMethodSymbol or IPropertySymbol or IEventSymbol) && (member.IsAbstract || member.IsVirtual));

    private static bool CanPassOn(ISymbol member, Compilation compilation) => member switch
    {
        { IsStatic: true } => false,
        IPropertySymbol property => property.SetMethod is not { IsInitOnly: true },
        IMethodSymbol { MethodKind: MethodKind.Ordinary } method => Interceptability.Obstacle(method, compilation) is null || method.ReturnsByRef || method.ReturnsByRefReadonly,
        _ => true,
    };

    private static bool HasTypeParameters(INamedTypeSymbol type) => type.TypeArguments.Any(static argument =>
        argument is ITypeParameterSymbol || (argument is INamedTypeSymbol named && HasTypeParameters(named)));
}
