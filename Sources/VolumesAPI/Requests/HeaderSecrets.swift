internal import HTTPServer
internal import Volumes

extension Request {
    /// The secrets of the header `X-Nomad-CSI-Secrets: k1=v1,k2=v2` (http-api.md §9).
    ///
    /// Only its first line counts, nothing is trimmed, pieces without `=` are passed over, and of a repeated key the last
    /// counts.
    /// - Throws: ``HTTPError`` 400 where it is not UTF-8, of which the headers keep no more than a U+FFFD.
    var headerSecrets: Secrets {
        get throws(HTTPError) {
            let header = headers["X-Nomad-CSI-Secrets"] ?? ""
            guard !header.unicodeScalars.contains("\u{FFFD}") else {
                throw HTTPError(.badRequest, "the header X-Nomad-CSI-Secrets is not UTF-8")
            }
            var secrets = Secrets()
            for piece in header.split(separator: ",") {
                let pair = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                if pair.count == 2 { secrets.revealed[String(pair[0])] = String(pair[1]) }
            }
            return secrets
        }
    }
}
