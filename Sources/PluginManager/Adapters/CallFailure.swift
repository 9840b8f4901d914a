internal import CSI
internal import GRPC
internal import Volumes

/// What a call that brought no answer tells of its effect, and what to tell whoever asked for it.
struct CallFailure: Error, Hashable {
    /// What is known of the effect.
    enum Verdict: String, Hashable, Sendable {
        /// The plugin refused: it did nothing, and would not do it if asked again, nor has it when it was asked before.
        case refused
        /// The plugin did nothing, for a reason that may not last: what it was asked before, it may have done.
        case denied
        /// The plugin was not asked.
        case unsent
        /// The plugin has something in hand, perhaps this very call (ABORTED).
        case pending
        /// It may be done or not.
        case unknown
        /// The plugin failed in a way that CSI does not describe, or its answer can't be used: it may be done or not, but
        /// asking again and again is not likely to help.
        case failed
    }

    /// What is known of the effect.
    var verdict: Verdict
    /// What to tell.
    var error: VolumeError

    /// A failure.
    init(_ verdict: Verdict, _ error: VolumeError) {
        self.verdict = verdict
        self.error = error
    }

    /// Reads the outcome of a call by the codes of the CSI specification.
    ///
    /// The text is the peer's: http-api.md §8.9.
    init(_ failure: CallError, of call: PluginCall, volume: VolumeID?, plugin: String) {
        let (verdict, code) = Self.classify(failure)
        self.verdict = verdict
        let detail = call.words(for: failure.code).map { "\($0): " } ?? ""
        error = VolumeError(
            code,
            "\(call.verb): CSI.\(call.endpoint): \(detail)\(failure.text(without: call.secrets))",
            grpcStatus: failure.code.description,
            volume: volume?.name,
            plugin: plugin
        )
    }

    /// An answer that can't be used.
    static func unusable(_ field: String, of plugin: String, for volume: VolumeID?) -> CallFailure {
        CallFailure(
            .failed,
            VolumeError(
                .pluginFailed,
                "plugin \"\(plugin)\" gave an answer that cannot be used: \(field)",
                volume: volume?.name,
                plugin: plugin
            )
        )
    }

    static func classify(_ failure: CallError) -> (Verdict, VolumeError.Code) {
        switch failure.cause {
        case .request: return (.refused, .invalid)
        case .answer: return (.failed, .pluginFailed)
        case .status: break
        }
        if failure.isOfAnswer { return (.failed, .pluginFailed) }
        switch failure.code {
        case .invalidArgument, .outOfRange: return (.refused, .rejected)
        case .alreadyExists: return (.refused, .exists)
        case .notFound: return (.denied, .notFound)
        case .failedPrecondition: return (.denied, .inUse)
        case .resourceExhausted: return (.denied, .exhausted)
        case .unimplemented: return (.denied, .unsupported)
        case .permissionDenied, .unauthenticated: return (.denied, .pluginFailed)
        case .aborted: return (.pending, .busy)
        case .unavailable: return (.unknown, .unavailable)
        case .deadlineExceeded, .cancelled: return (.unknown, .deadlineExceeded)
        default: return (.failed, .pluginFailed)
        }
    }
}

extension CallError {
    /// Whether the plugin did answer, but with more than a channel takes, for which gRPC core has the code of a plugin that
    /// did nothing.
    fileprivate var isOfAnswer: Bool {
        code == .resourceExhausted && message.hasPrefix("Received message larger than max")
    }

    /// The code and the plugin's text in the words of Go's gRPC, which the peer passes on; without the secrets that the
    /// plugin was told, without control characters, and not longer than what a person reads.
    func text(without secrets: Secrets) -> String {
        let text = PlainText.clean(PlainText.redact(secrets, in: message), limit: 1024)
        return "rpc error: code = \(code.goName) desc = \(text)"
    }
}

extension StatusCode {
    /// The code's name as Go writes it, such as `NotFound`.
    var goName: String {
        switch self {
        case .cancelled: "Canceled"
        case .ok: "OK"
        default:
            description.split(separator: "_").map { $0.prefix(1) + $0.dropFirst().lowercased() }.joined()
        }
    }
}

extension PluginCall {
    /// What the operation is called in messages.
    fileprivate var verb: String {
        switch self {
        case .createVolume: "controller create volume"
        case .deleteVolume: "controller delete volume"
        case .validateVolumeCapabilities: "controller validate volume"
        case .controllerExpandVolume: "controller expand volume"
        case .createSnapshot: "controller create snapshot"
        case .deleteSnapshot: "controller delete snapshot"
        }
    }

    /// The peer's name of the step.
    fileprivate var endpoint: String {
        switch self {
        case .createVolume: "ControllerCreateVolume"
        case .deleteVolume: "ControllerDeleteVolume"
        case .validateVolumeCapabilities: "ControllerValidateVolume"
        case .controllerExpandVolume: "ControllerExpandVolume"
        case .createSnapshot: "ControllerCreateSnapshot"
        case .deleteSnapshot: "ControllerDeleteSnapshot"
        }
    }

    /// What a code means for this call.
    fileprivate func words(for code: StatusCode) -> String? {
        if code == .internal {
            return "controller plugin returned an internal error, check the plugin allocation logs for more information"
        }
        switch self {
        case .createVolume(let request): return request.words(for: code)
        case .deleteVolume(let request):
            return code == .failedPrecondition ? "volume \"\(request.volumeID)\" is in use" : nil
        case .validateVolumeCapabilities(let request):
            return code == .notFound ? "volume \"\(request.volumeID)\" could not be found" : nil
        case .controllerExpandVolume(let request): return request.words(for: code)
        case .createSnapshot(let request): return request.words(for: code)
        case .deleteSnapshot(let request):
            switch code {
            case .failedPrecondition:
                return "snapshot \"\(request.snapshotID)\" could not be deleted because it is in use"
            case .aborted: return "snapshot \"\(request.snapshotID)\" has a pending operation"
            default: return nil
            }
        }
    }
}

extension CreateVolumeRequest {
    fileprivate func words(for code: StatusCode) -> String? {
        let source =
            switch volumeContentSource?.type {
            case .snapshot(let snapshot): "&{\"\(snapshot.snapshotID)\" \"\"}"
            case .volume(let volume): "&{\"\" \"\(volume.volumeID)\"}"
            case nil: "&{\"\" \"\"}"
            }
        switch code {
        case .invalidArgument:
            return "volume \"\(name)\" snapshot source \(source) is not compatible with these parameters"
        case .notFound: return "volume \"\(name)\" content source \(source) does not exist"
        case .alreadyExists: return "volume \"\(name)\" already exists but is incompatible with these parameters"
        case .resourceExhausted: return "unable to provision \"\(name)\" in accessible_topology"
        case .outOfRange: return "unsupported capacity_range for volume \"\(name)\""
        default: return nil
        }
    }
}

extension ControllerExpandVolumeRequest {
    fileprivate func words(for code: StatusCode) -> String? {
        switch code {
        case .invalidArgument: "requested capabilities not compatible with volume \"\(volumeID)\""
        case .notFound: "volume \"\(volumeID)\" could not be found"
        case .failedPrecondition: "volume \"\(volumeID)\" cannot be expanded online"
        case .outOfRange: "unsupported capacity_range for volume \"\(volumeID)\""
        default: "controller plugin returned an error"
        }
    }
}

extension CreateSnapshotRequest {
    fileprivate func words(for code: StatusCode) -> String? {
        switch code {
        case .alreadyExists:
            "snapshot \"\(name)\" already exists but is incompatible with volume ID \"\(sourceVolumeID)\""
        case .aborted: "snapshot \"\(name)\" is already pending"
        case .resourceExhausted: "storage provider does not have enough space for this snapshot"
        default: nil
        }
    }
}
