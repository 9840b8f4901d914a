import Agent
import GRPC

/// The options that say which plugin is called, and how.
enum PluginOptions {
    static let all: [Command.Option] = [
        .init("endpoint", "ENDPOINT", "The plugin: unix:///path, /path or tcp://host:port", isRequired: true),
        .init("timeout", "DURATION", "How long a call may take, such as 500ms, 30s or 1m30s (default 30s)"),
        .init("ca", "FILE", "TLS to a TCP endpoint: the certificates that the plugin's must lead to, in PEM"),
        .init("cert", "FILE", "Mutual TLS: this end's certificate, in PEM"),
        .init("key", "FILE", "Mutual TLS: the certificate's private key, in PEM"),
    ]

    /// A channel to the plugin. Nothing is dialled yet.
    static func channel(_ invocation: Invocation) throws(UsageError) -> Channel {
        let endpoint: Endpoint
        do {
            endpoint = try Endpoint(invocation["endpoint"] ?? "")
        } catch {
            throw UsageError(error.description)
        }
        return Channel(endpoint, tls: try tls(invocation, for: endpoint), maximumMessageBytes: InputFile.maximumBytes)
    }

    /// How long a call may take.
    static func timeout(_ invocation: Invocation) throws(UsageError) -> Duration {
        guard let text = invocation["timeout"] else { return .seconds(30) }
        guard let timeout = Duration(goText: text), timeout > .zero else {
            throw UsageError("--timeout \"\(text)\" is no duration such as 500ms, 30s or 1m30s")
        }
        return timeout
    }

    private static func tls(_ invocation: Invocation, for endpoint: Endpoint) throws(UsageError) -> TLSConfiguration? {
        let (roots, certificate, key) = (invocation["ca"], invocation["cert"], invocation["key"])
        guard roots != nil || certificate != nil || key != nil else { return nil }
        guard case .tcp = endpoint else { throw UsageError("--ca, --cert and --key are for TCP endpoints") }
        var configuration = TLSConfiguration()
        if let roots { configuration.trustRoots = try InputFile.text(atPath: roots) }
        switch (certificate, key) {
        case (let certificate?, let key?):
            configuration.identity = TLSConfiguration.Identity(
                certificateChain: try InputFile.text(atPath: certificate),
                privateKey: try InputFile.text(atPath: key)
            )
        case (nil, nil): break
        default: throw UsageError("--cert and --key go together")
        }
        return configuration
    }
}
