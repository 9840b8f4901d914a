internal import HTTPServer
internal import JSON
internal import StateStore
internal import Volumes

extension Response {
    /// The answer that a failure is: the peer's plain text, or an object for callers who ask for JSON (CONTRACT.md,
    /// "Status codes"). A failure without words for callers is 500 without any.
    init(failure: any Error, to request: Request, requestID: @autoclosure () -> String) {
        let status: Status
        var details = VolumeError(.pluginFailed, "")
        switch failure {
        case let error as VolumeError:
            status = Status(of: error.code)
            details = error
        case let error as HTTPError:
            status = error.status
            details.message = error.text
        case let error as FilterError:
            status = .badRequest
            details.message = error.description
        case let error as StoreError:
            status = error.code == .invalid ? .badRequest : .serviceUnavailable
            // Its message may name files.
            details.message = "the store can't be used: \(error.code.rawValue)"
        default:
            status = .internalServerError
            details.message = "internal error"
        }
        guard request.acceptsJSON else {
            self.init(status, text: details.message)
            return
        }
        self.init(status, to: request) { writer in
            writer.object { writer in
                writer.member("code", status.rawValue)
                writer.member("error", details.message)
                if let code = details.grpcStatus { writer.member("grpc_status", code) }
                if let node = details.node { writer.member("node", node) }
                if let operation = details.operation { writer.member("operation", operation) }
                if let plugin = details.plugin { writer.member("plugin", plugin) }
                writer.member("request_id", requestID())
                if let volume = details.volume { writer.member("volume", volume) }
            }
        }
    }
}

extension Request {
    fileprivate var acceptsJSON: Bool {
        headers.elements("Accept").contains { element in
            element.split(separator: ";").first.map { $0.lowercased() == "application/json" } ?? false
        }
    }
}

extension Status {
    /// CONTRACT.md, "Status codes".
    fileprivate init(of code: VolumeError.Code) {
        self =
            switch code {
            case .invalid: .badRequest
            case .permissionDenied: .forbidden
            case .notFound: .notFound
            case .exists, .inUse, .busy, .cancelled: .conflict
            case .rejected: .unprocessableContent
            case .unsupported: .notImplemented
            case .pluginFailed: .badGateway
            case .unavailable: .serviceUnavailable
            case .deadlineExceeded: .gatewayTimeout
            case .exhausted: .insufficientStorage
            default: .internalServerError
            }
    }
}

extension VolumeError {
    /// What became of several objects of one request: the first failure says what kind it is, the text names every one
    /// (http-api.md §1.7).
    init(several errors: [VolumeError]) {
        self = errors.first ?? VolumeError(.pluginFailed, "nothing was done")
        let count = errors.count == 1 ? "1 error" : "\(errors.count) errors"
        message = "\(count) occurred:\n" + errors.map { "\t* \($0.message)\n" }.joined() + "\n"
    }
}
