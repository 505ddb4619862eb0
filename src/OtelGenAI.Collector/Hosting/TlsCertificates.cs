using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace OtelGenAI.Collector.Hosting;

/// <summary>Reads the certificates of an address and says how clients are checked.</summary>
internal static class TlsCertificates
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>The settings of TLS for an address.</summary>
    /// <param name="options">What is configured.</param>
    /// <param name="role">The address, for messages.</param>
    /// <returns><see langword="null"/> for cleartext.</returns>
    /// <exception cref="StartupException">A file is missing or is not what it should be.</exception>
    public static HttpsConnectionAdapterOptions? Read(TlsOptions options, ListenerRole role)
    {
        if (options.CertificateFile.Length == 0)
        {
            return options.ClientCaFile.Length == 0 && options.KeyFile.Length == 0
                ? null
                : throw new StartupException($"Tls:{role}:{nameof(options.CertificateFile)} is missing: without it the address would speak cleartext.");
        }

        var https = new HttpsConnectionAdapterOptions { OnAuthenticate = static (_, tls) => tls.AllowRenegotiation = false };
        ReadServer(options, role, https);
        if (options.ClientCaFile.Length > 0)
        {
            var authorities = Try(() => ReadPem(options.ClientCaFile), $"Tls:{role}:{nameof(options.ClientCaFile)}", options.ClientCaFile);
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (client, _, _) => IsIssuedBy(client, authorities);
        }

        return https;
    }

    private static void ReadServer(TlsOptions options, ListenerRole role, HttpsConnectionAdapterOptions https)
    {
        var key = $"Tls:{role}:{nameof(options.CertificateFile)}";
        if (Try(() => X509Certificate2.GetCertContentType(options.CertificateFile), key, options.CertificateFile) == X509ContentType.Pkcs12)
        {
            https.ServerCertificate = Try(
                () => X509CertificateLoader.LoadPkcs12FromFile(options.CertificateFile, options.Password), key, options.CertificateFile);
            return;
        }

        var keyFile = options.KeyFile.Length > 0 ? options.KeyFile : options.CertificateFile;
        https.ServerCertificate = Try(
            () => options.Password.Length > 0
                ? X509Certificate2.CreateFromEncryptedPemFile(options.CertificateFile, options.Password, keyFile)
                : X509Certificate2.CreateFromPemFile(options.CertificateFile, keyFile),
            key,
            options.CertificateFile);
        https.ServerCertificateChain = ReadPem(options.CertificateFile);
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
