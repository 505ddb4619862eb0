using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OtelGenAI.Collector.Hosting;

/// <summary>Reads the certificates of an address and says how clients are checked.</summary>
internal static class TlsCertificates
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>Whether an address is to speak TLS.</summary>
    /// <param name="options">What is configured.</param>
    /// <param name="role">The address, for messages.</param>
    /// <exception cref="StartupException">Part of what TLS needs is missing.</exception>
    public static bool AreConfigured(TlsOptions options, ListenerRole role) =>
        options.CertificateFile.Length > 0 ||
        (options.ClientCaFile.Length == 0 && options.KeyFile.Length == 0
            ? false
            : throw new StartupException($"Tls:{role}:{nameof(options.CertificateFile)} is missing: without it the address would speak cleartext."));

    /// <summary>Reads the files of an address.</summary>
    /// <param name="options">What is configured.</param>
    /// <param name="role">The address, for messages.</param>
    /// <exception cref="StartupException">A file is missing or is not what it should be.</exception>
    public static SslServerAuthenticationOptions Read(TlsOptions options, ListenerRole role)
    {
        var authentication = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = ReadServer(options, role),
            AllowRenegotiation = false,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
        if (options.ClientCaFile.Length > 0)
        {
            var authorities = Try(() => ReadPem(options.ClientCaFile), $"Tls:{role}:{nameof(options.ClientCaFile)}", options.ClientCaFile);
            authentication.ClientCertificateRequired = true;
            authentication.RemoteCertificateValidationCallback = (_, client, _, _) => client is X509Certificate2 known && IsIssuedBy(known, authorities);
        }

        return authentication;
    }

    private static SslStreamCertificateContext ReadServer(TlsOptions options, ListenerRole role)
    {
        var key = $"Tls:{role}:{nameof(options.CertificateFile)}";
        return Try(() => ReadServer(options), key, options.CertificateFile);
    }

    // Offline: a server that cannot reach the issuer must still start, and sends what is in the file.
    [SuppressMessage("Reliability", "CA2000", Justification = "The certificate lives as long as the context that it is given to.")]
    private static SslStreamCertificateContext ReadServer(TlsOptions options)
    {
        if (X509Certificate2.GetCertContentType(options.CertificateFile) == X509ContentType.Pkcs12)
        {
            return SslStreamCertificateContext.Create(
                X509CertificateLoader.LoadPkcs12FromFile(options.CertificateFile, options.Password), additionalCertificates: null, offline: true);
        }

        var keyFile = options.KeyFile.Length > 0 ? options.KeyFile : options.CertificateFile;
        var certificate = options.Password.Length > 0
            ? X509Certificate2.CreateFromEncryptedPemFile(options.CertificateFile, options.Password, keyFile)
            : X509Certificate2.CreateFromPemFile(options.CertificateFile, keyFile);
        return SslStreamCertificateContext.Create(certificate, ReadPem(options.CertificateFile), offline: true);
    }

    private static X509Certificate2Collection ReadPem(string path)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(path);
        return certificates.Count > 0 ? certificates : throw new CryptographicException("There is no certificate in it.");
    }

    // Revocation is not asked: an authority of one's own rarely has a list, and a collector often has no way out.
    private static bool IsIssuedBy(X509Certificate2 client, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        return chain.Build(client);
    }

    private static T Try<T>(Func<T> read, string setting, string path)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StartupException($"{setting}: {path} cannot be used: {e.Message}");
        }
    }
}
