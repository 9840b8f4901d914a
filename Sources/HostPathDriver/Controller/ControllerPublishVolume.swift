internal import CSI
internal import GRPC

extension Controller {
    func controllerPublishVolume(
        _ request: ControllerPublishVolumeRequest,
        _ call: ServerCall
    ) async throws -> ControllerPublishVolumeResponse {
        try driver.require(.attach, for: call)
        try Check.id(request.volumeID, "volume_id")
        try Check.id(request.nodeID, "node_id", limit: 256)
        try Check.capability(request.volumeCapability)
        try Check.secrets(request.secrets)
        try Check.map(request.volumeContext, "volume_context")
        guard !request.readonly || driver.has(.attachReadonly) else {
            throw RPCError(.invalidArgument, "readonly is not supported")
        }
        return try await driver.perform([.volume(request.volumeID)]) {
            try attach(request)
            return ControllerPublishVolumeResponse()
        }
    }

    private func attach(_ request: ControllerPublishVolumeRequest) throws {
        let volume = try driver.volume(request.volumeID)
        guard driver.configuration.nodeIDs.contains(request.nodeID) else {
            throw RPCError(.notFound, "there is no node of this ID")
        }
        let capability = request.volumeCapability ?? VolumeCapability()
        if let objection = driver.objection(to: capability, layout: volume.layout) { throw objection }
        let attachments = try catalog.attachments(ofVolume: volume.id)
        if let attachment = attachments.first(where: { $0.nodeID == request.nodeID }) {
            guard attachment.capability == capability, attachment.readonly == request.readonly else {
                throw RPCError(.alreadyExists, "the volume is attached to the node with another capability or readonly")
            }
            return
        }
        if let other = attachments.first, !(capability.isMultiNode && other.capability.isMultiNode) {
            throw RPCError(.failedPrecondition, "the volume is attached to node \(other.nodeID)")
        }
        let attachment = AttachmentRecord(
            volumeID: volume.id,
            nodeID: request.nodeID,
            readonly: request.readonly,
            capability: capability
        )
        guard try catalog.add(attachment, limit: driver.configuration.attachLimit) else {
            throw RPCError(
                .resourceExhausted,
                "the node has all the \(driver.configuration.attachLimit) volumes that it can have attached"
            )
        }
    }
}
