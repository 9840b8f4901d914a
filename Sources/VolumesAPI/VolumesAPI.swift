public import HTTPServer
public import Operations
internal import Platform
public import StateStore

/// The volumes API: answers the requests of an HTTP server.
///
/// What it shows comes from the store, what it changes goes through the operations.
public final class VolumesAPI: Sendable {
    let store: any Store
    let operations: any VolumeOperations
    let readSettings: @Sendable () -> Settings
    let metrics = Metrics()
    let alarms = Alarms()

    /// An API over a store and its operations.
    /// - Parameter settings: What the agent's configuration says at the moment.
    public init(
        store: any Store,
        operations: any VolumeOperations,
        settings: @escaping @Sendable () -> Settings
    ) {
        self.store = store
        self.operations = operations
        readSettings = settings
    }

    var settings: Settings { readSettings() }

    /// Answers a request; what fails is an answer too.
    /// - Throws: `CancellationError` where the task is cancelled before there is an answer.
    public func handle(_ request: Request) async throws -> Response {
        var endpoint = "none"
        let response: Response
        do {
            switch try Route(of: request) {
            case .redirect(let location):
                response = Response(.temporaryRedirect, headers: ["Location": location])
            case .unknown:
                response = Response(.notFound)
            case .endpoint(let name, let answer):
                endpoint = name
                response = try await answer(self, request)
            }
        } catch let error as CancellationError {
            throw error
        } catch {
            response = Response(failure: error, to: request, requestID: settings.makeRequestID())
        }
        metrics.count(endpoint, response.status)
        return response
    }
}
