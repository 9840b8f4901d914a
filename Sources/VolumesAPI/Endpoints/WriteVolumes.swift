internal import HTTPServer
internal import JSON
internal import Operations
internal import StateStore
internal import Volumes

extension VolumesAPI {
    /// `PUT /v1/volume/csi/:id`, and `PUT` and `POST /v1/volumes` (http-api.md §7.3).
    func registerVolumes(pathID: String?, _ request: Request) async throws -> Response {
        let (wishes, isUpdate) = try await wishes(pathID, request, isMade: false)
        let (outcomes, failures) = try await perform(wishes) { wish throws(VolumeError) in
            try await self.operations.register(wish, update: isUpdate)
        }
        // The peer gives a single failure as it is, and several as one.
        if var first = failures.first {
            guard failures.count == 1 else { throw VolumeError(several: failures, of: wishes.count) }
            if wishes.count > 1 { first.message = first.messageWithVolume }
            throw first
        }
        return try answer(outcomes, request)
    }

    /// `PUT /v1/volume/csi/:id/create` (http-api.md §7.4).
    func createVolumes(pathID: String, _ request: Request) async throws -> Response {
        let (wishes, isUpdate) = try await wishes(pathID, request, isMade: true)
        let (outcomes, failures) = try await perform(wishes) { wish throws(VolumeError) in
            try await self.operations.create(wish, update: isUpdate)
        }
        guard failures.isEmpty else { throw VolumeError(several: failures, of: wishes.count) }
        return try answer(outcomes, request)
    }

    /// `PUT /v1/volume/csi/:id/expand`: ours, the peer grows volumes by updates only.
    func expandVolume(_ id: String, _ request: Request) async throws -> Response {
        let body = try ExpandRequest(await request.bodyFields(), request.query)
        try checkRegion(body.target.region)
        let outcome = try await operations.expand(
            VolumeID(id, namespace: body.target.namespace),
            required: body.required,
            limit: body.limit,
            secrets: body.secrets
        )
        return try answer([outcome], request)
    }

    /// What a request wants, checked as far as no plugin has to be asked, so that a bad one does nothing at all.
    private func wishes(
        _ pathID: String?,
        _ request: Request,
        isMade: Bool
    ) async throws -> (wishes: [VolumeWish], isUpdate: Bool) {
        let body = try VolumesRequest(await request.bodyFields(), request.query)
        guard let isUpdate = GoValue.bool(request.query.text("update") ?? "false") else {
            throw HTTPError(.badRequest, "invalid update value")
        }
        try checkRegion(body.target.region)
        guard !body.wishes.isEmpty else { throw HTTPError(.badRequest, "missing volume definition") }
        try check(pathID, against: body.wishes)
        for wish in body.wishes {
            try VolumeValidation.check(wish.volume)
            try operations.check(wish, isMade: isMade, update: isUpdate)
        }
        return (body.wishes, isUpdate)
    }

    /// The path names one of the volumes (CONTRACT.md, "Path ID against body ID").
    private func check(_ pathID: String?, against wishes: [VolumeWish]) throws(HTTPError) {
        guard let pathID, !pathID.isEmpty else { return }
        let names = wishes.map(\.volume.id.name).filter { !$0.isEmpty }
        guard names.isEmpty || names.contains(where: { $0.isIdentical(to: pathID) }) else {
            let listed = names.map { "\"\($0)\"" }.joined(separator: ", ")
            throw HTTPError(.badRequest, "the path names the volume \"\(pathID)\", the body \(listed)")
        }
    }

    /// One after the other, each on its own: what succeeded stays (CONTRACT.md, "Several volumes in one request").
    /// - Throws: `CancellationError` where nobody waits any more; no further one is begun then.
    private func perform(
        _ wishes: [VolumeWish],
        _ operation: (VolumeWish) async throws(VolumeError) -> VolumeOutcome
    ) async throws -> (outcomes: [VolumeOutcome], failures: [VolumeError]) {
        var outcomes: [VolumeOutcome] = []
        var failures: [VolumeError] = []
        for wish in wishes {
            try Task.checkCancellation()
            do throws(VolumeError) {
                outcomes.append(try await operation(wish))
            } catch {
                failures.append(error)
            }
        }
        return (outcomes, failures)
    }

    /// http-api.md §5.3.
    private func answer(_ outcomes: [VolumeOutcome], _ request: Request) throws(HTTPError) -> Response {
        let index = outcomes.map(\.modifyIndex).max() ?? 0
        var join = VolumeJoin(store.view)
        var answers: [VolumeAnswer] = []
        for outcome in outcomes { answers.append(try VolumeAnswer(outcome, &join)) }
        return Response(index: index, to: request) { writer in
            writer.object { writer in
                writer.answerMembers(index: index, nextToken: "")
                writer.key("Volumes")
                writer.array { writer in
                    for answer in answers { writer.value(answer) }
                }
                writer.member("Warnings", outcomes.compactMap(\.warning).joined(separator: "\n"))
            }
        }
    }
}

extension VolumeOutcome {
    /// What was kept though it is not what was asked for (CONTRACT.md, "What plugins send").
    fileprivate var warning: String? {
        let limit = volume.requestedCapacityMax
        guard isNew, limit > 0, volume.capacity > limit else { return nil }
        return "volume \(volume.id) has \(volume.capacity) bytes, more than the limit of \(limit)"
    }
}

extension VolumeAnswer {
    fileprivate init(_ outcome: VolumeOutcome, _ join: inout VolumeJoin) throws(HTTPError) {
        let volume = outcome.volume
        let health =
            outcome.isNew
            ? VolumeHealth(ofNew: volume) : VolumeHealth(of: volume, plugin: try join.plugin(volume.pluginID))
        self.init(
            volume: volume,
            createIndex: outcome.createIndex,
            modifyIndex: outcome.modifyIndex,
            health: health
        )
    }
}
