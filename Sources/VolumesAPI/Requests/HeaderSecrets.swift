internal import HTTPServer
internal import Volumes

extension Request {
    /// The secrets of the header `X-Nomad-CSI-Secrets: k1=v1,k2=v2` (http-api.md §9).
    ///
    /// Only its first line counts, nothing is trimmed, pieces without `=` are passed over, and of a repeated key the last
    /// counts.
    var headerSecrets: Secrets {
        var secrets = Secrets()
        for piece in (headers["X-Nomad-CSI-Secrets"] ?? "").split(separator: ",") {
            let pair = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.count == 2 { secrets.revealed[String(pair[0])] = String(pair[1]) }
        }
        return secrets
    }
}
