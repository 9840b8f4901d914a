package import CSI
package import GRPC
package import Volumes

/// What a call that brought no answer tells of its effect, and what to tell whoever asked for it.
package struct CallFailure: Error, Hashable {
    /// What is known of the effect; nil where the plugin was not asked.
    package var verdict: Verdict?
    /// Whether the plugin is out of reach, or busy, so that asking again is likely to help. Else it failed in a way that
    /// CSI does not describe, or its answer can't be used.
    package var isPassing: Bool
    /// Whether the plugin itself said so.
    package var isAnswer: Bool
    /// What to tell.
    package var error: VolumeError

    /// A failure.
    package init(_ verdict: Verdict?, _ error: VolumeError, isPassing: Bool = false, isAnswer: Bool = true) {
        self.verdict = verdict
        self.error = error
        self.isPassing = isPassing
        self.isAnswer = isAnswer
    }

    /// Reads the outcome of a call by the table of CSI's codes.
    ///
    /// The text is the peer's: http-api.md §8.9.
    package init(_ failure: CallError, of request: some RequestMessage, volume: VolumeID?, plugin: String) {
        let rpc = type(of: request).rpc
        switch failure.cause {
        case .request: verdict = .refused
        case .answer, .connection: verdict = .unknown
        case .status: verdict = rpc.judgement(of: failure.code).verdict
        }
        isAnswer = failure.cause != .connection
        isPassing = [.aborted, .unavailable, .deadlineExceeded, .cancelled].contains(failure.code)
        let meaning = failure.cause == .connection ? nil : rpc.words?.meaning(of: failure.code, for: request)
        let detail = meaning.map { "\($0): " } ?? ""
        error = VolumeError(
            VolumeError.Code(failure, of: rpc),
            "\(rpc.words?.step ?? "\(rpc)"): \(detail)\(failure.text(without: Secrets(request.secretValues)))",
            grpcStatus: failure.code.description,
            volume: volume?.name,
            plugin: plugin
        )
    }

    /// An answer that can't be used.
    package static func unusable(_ field: String, of plugin: String, for volume: VolumeID?) -> CallFailure {
        CallFailure(
            .unknown,
            VolumeError(
                .pluginFailed,
                "plugin \"\(plugin)\" gave an answer that cannot be used: \(field)",
                volume: volume?.name,
                plugin: plugin
            )
        )
    }
}

extension VolumeError.Code {
    /// What a failure is to whoever asked (CONTRACT.md, "Status codes").
    package init(_ failure: CallError, of rpc: RPC) {
        self =
            switch (failure.cause, failure.code) {
            case (.request, _): .invalid
            case (.answer, _): .pluginFailed
            case (_, .unavailable): .unavailable
            case (_, .deadlineExceeded), (_, .cancelled): .deadlineExceeded
            case (.connection, _): .pluginFailed
            // CSI has no other code for a bad starting token.
            case (_, .aborted) where rpc.judgement(of: .aborted).verdict == .refused: .invalid
            case (_, .invalidArgument), (_, .outOfRange): .rejected
            case (_, .alreadyExists): .exists
            case (_, .notFound): .notFound
            case (_, .failedPrecondition): .inUse
            case (_, .resourceExhausted): .exhausted
            case (_, .unimplemented): .unsupported
            case (_, .aborted): .busy
            default: .pluginFailed
            }
    }
}

extension CallError {
    /// The code and the plugin's text in the words of Go's gRPC, which the peer passes on; without the secrets that the
    /// plugin was told, without control characters, and not longer than what a person reads.
    package func text(without secrets: Secrets) -> String {
        let text = PlainText.clean(PlainText.redact(secrets, in: message), limit: 1024)
        return "rpc error: code = \(code.goName) desc = \(text)"
    }
}

extension StatusCode {
    /// The code's name as Go writes it, such as `NotFound`.
    package var goName: String {
        switch self {
        case .cancelled: "Canceled"
        case .ok: "OK"
        default:
            description.split(separator: "_").map { $0.prefix(1) + $0.dropFirst().lowercased() }.joined()
        }
    }
}
