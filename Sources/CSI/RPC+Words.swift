public import GRPC

extension RPC {
    /// The peer's words for the call, before and behind which nothing of it is known (csi-mapping.md §3.2, §3.3); nil
    /// for RPCs that the peer does not call.
    public var words: PeerWords? { wordsOfPeer[self] }
}

/// What the peer says of a call that failed.
public struct PeerWords: Hashable, Sendable {
    /// The step and its endpoint, such as `controller create volume: CSI.ControllerCreateVolume`.
    public let step: String
    fileprivate let meanings: [StatusCode: String]
    fileprivate var otherwise: String?

    /// What a code means for a request; nil where the plugin's text says it all.
    public func meaning(of code: StatusCode, for request: some RequestMessage) -> String? {
        if code == .internal {
            let side = step.prefix { $0 != " " }
            return "\(side) plugin returned an internal error, check the plugin allocation logs for more information"
        }
        guard let text = meanings[code] ?? otherwise else { return nil }
        var values = request.texts
        if let create = request as? CreateVolumeRequest {
            values["volume_content_source"] = create.volumeContentSource.peerText
        }
        // Behind every brace there is a field's name and another brace.
        let parts = text.split(separator: "{", omittingEmptySubsequences: false)
        return parts.dropFirst().reduce(String(parts[0])) { filled, part in
            let pieces = part.split(separator: "}", maxSplits: 1, omittingEmptySubsequences: false)
            return filled + (values[String(pieces[0])] ?? "") + pieces.dropFirst().joined()
        }
    }
}

extension VolumeContentSource? {
    /// As Go prints the peer's structure of it.
    fileprivate var peerText: String {
        switch self?.type {
        case .snapshot(let snapshot): "&{\"\(snapshot.snapshotID)\" \"\"}"
        case .volume(let volume): "&{\"\" \"\(volume.volumeID)\"}"
        case nil: "&{\"\" \"\"}"
        }
    }
}

private let wordsOfPeer: [RPC: PeerWords] = [
    .createVolume: PeerWords(
        step: "controller create volume: CSI.ControllerCreateVolume",
        meanings: [
            .invalidArgument:
                "volume \"{name}\" snapshot source {volume_content_source} is not compatible with these parameters",
            .notFound: "volume \"{name}\" content source {volume_content_source} does not exist",
            .alreadyExists: "volume \"{name}\" already exists but is incompatible with these parameters",
            .resourceExhausted: "unable to provision \"{name}\" in accessible_topology",
            .outOfRange: "unsupported capacity_range for volume \"{name}\"",
        ]
    ),
    .deleteVolume: PeerWords(
        step: "controller delete volume: CSI.ControllerDeleteVolume",
        meanings: [.failedPrecondition: "volume \"{volume_id}\" is in use"]
    ),
    .controllerPublishVolume: PeerWords(
        step: "controller attach volume: CSI.ControllerAttachVolume",
        meanings: [
            .notFound: "volume \"{volume_id}\" or node \"{node_id}\" could not be found",
            .alreadyExists:
                "volume \"{volume_id}\" is already published at node \"{node_id}\" but with capabilities or a "
                + "read_only setting incompatible with this request",
            .resourceExhausted: "node \"{node_id}\" has reached the maximum allowable number of attached volumes",
            .failedPrecondition:
                "volume \"{volume_id}\" is already published on another node and does not have MULTI_NODE volume "
                + "capability",
        ]
    ),
    .controllerUnpublishVolume: PeerWords(
        step: "controller detach volume: CSI.ControllerDetachVolume",
        meanings: [.notFound: "volume \"{volume_id}\" or node \"{node_id}\" could not be found"]
    ),
    .validateVolumeCapabilities: PeerWords(
        step: "controller validate volume: CSI.ControllerValidateVolume",
        meanings: [.notFound: "volume \"{volume_id}\" could not be found"]
    ),
    .listVolumes: PeerWords(
        step: "controller list volumes: CSI.ControllerListVolumes",
        meanings: [.aborted: "invalid starting token \"{starting_token}\""]
    ),
    .listSnapshots: PeerWords(
        step: "controller list snapshots: CSI.ControllerListSnapshots",
        meanings: [.aborted: "invalid starting token \"{starting_token}\""]
    ),
    .createSnapshot: PeerWords(
        step: "controller create snapshot: CSI.ControllerCreateSnapshot",
        meanings: [
            .alreadyExists:
                "snapshot \"{name}\" already exists but is incompatible with volume ID \"{source_volume_id}\"",
            .aborted: "snapshot \"{name}\" is already pending",
            .resourceExhausted: "storage provider does not have enough space for this snapshot",
        ]
    ),
    .deleteSnapshot: PeerWords(
        step: "controller delete snapshot: CSI.ControllerDeleteSnapshot",
        meanings: [
            .failedPrecondition: "snapshot \"{snapshot_id}\" could not be deleted because it is in use",
            .aborted: "snapshot \"{snapshot_id}\" has a pending operation",
        ]
    ),
    .controllerExpandVolume: PeerWords(
        step: "controller expand volume: CSI.ControllerExpandVolume",
        meanings: [
            .invalidArgument: "requested capabilities not compatible with volume \"{volume_id}\"",
            .notFound: "volume \"{volume_id}\" could not be found",
            .failedPrecondition: "volume \"{volume_id}\" cannot be expanded online",
            .outOfRange: "unsupported capacity_range for volume \"{volume_id}\"",
        ],
        otherwise: "controller plugin returned an error"
    ),
    .nodeStageVolume: PeerWords(
        step: "node stage volume: CSI.NodeStageVolume",
        meanings: [
            .notFound: "volume \"{volume_id}\" could not be found",
            .alreadyExists:
                "volume \"{volume_id}\" is already staged to \"{staging_target_path}\" but with incompatible "
                + "capabilities for this request",
            .failedPrecondition: "volume \"{volume_id}\" does not have the capability, or is not staged",
        ]
    ),
    .nodePublishVolume: PeerWords(
        step: "node publish volume: CSI.NodePublishVolume",
        meanings: [
            .notFound: "volume \"{volume_id}\" could not be found",
            .alreadyExists:
                "volume \"{volume_id}\" is already published at target path \"{target_path}\" but with incompatible "
                + "capabilities for this request",
            .failedPrecondition: "volume \"{volume_id}\" does not have the capability, or is not staged",
        ]
    ),
    .nodeUnpublishVolume: PeerWords(step: "node unpublish volume: CSI.NodeUnpublishVolume", meanings: [:]),
    .nodeUnstageVolume: PeerWords(step: "node unstage volume: CSI.NodeUnstageVolume", meanings: [:]),
    .nodeExpandVolume: PeerWords(
        step: "node expand volume: CSI.NodeExpandVolume",
        meanings: [
            .invalidArgument: "requested capabilities not compatible with volume \"{volume_id}\"",
            .failedPrecondition: "volume \"{volume_id}\" cannot be expanded while in use",
            .outOfRange: "unsupported capacity_range for volume \"{volume_id}\"",
        ],
        otherwise: "node plugin returned an error"
    ),
]
