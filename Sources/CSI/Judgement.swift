public import GRPC

/// What a code proves about the effect of a call.
public enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// What was asked for is so now.
    case done
    /// The plugin did nothing, would do nothing if asked the same again, and did nothing when it was asked the same
    /// before.
    case refused
    /// Something is under way, perhaps this very call.
    case pending
    /// It may be done or not.
    case unknown
    /// This call did nothing, and the same may be possible at another place.
    case tryElsewhere
    /// This call did nothing, for a reason that somebody can remove. What was asked for before may be done all the same.
    case tryLater
}

/// A verdict with what it rests on.
public struct Judgement: Hashable, Sendable {
    /// What the code proves.
    public let verdict: Verdict
    /// Why: CSI's section, or what the Kubernetes sidecars hold.
    public let reason: String
    /// What else proves that it is done, where the code alone does not.
    public let proof: Proof?

    /// What is looked at when a code leaves open whether something is done.
    public enum Proof: Hashable, Sendable {
        /// The mount table of the node shows nothing at the path.
        case mountTable
        /// The provider's list lacks the volume or the node, or the provider can't be asked for one.
        case providerList
    }

    init(_ verdict: Verdict, _ reason: String, or proof: Proof? = nil) {
        self.verdict = verdict
        self.reason = reason
        self.proof = proof
    }
}

extension RPC {
    /// What a code proves about a call of this RPC that the plugin itself ended so.
    public func judgement(of code: StatusCode) -> Judgement {
        let general = isMutating ? generalForChanges : generalForQuestions
        return specific[self]?[code] ?? general[code] ?? Judgement(.unknown, "gRPC has no such code")
    }
}

private let ok = Judgement(.done, "gRPC: the call succeeded")

private let generalForChanges: [StatusCode: Judgement] = [
    .ok: ok,
    .cancelled: Judgement(.unknown, "gRPC: the caller gave up; to external-provisioner it may be in progress"),
    .unknown: Judgement(.unknown, "gRPC: an error without a code, such as a panic, which may come after the effect"),
    .invalidArgument: Judgement(.refused, "CSI, Error Scheme: the request breaks a rule, whatever the state"),
    .deadlineExceeded: Judgement(.unknown, "CSI, Timeouts: it may go on and have its effect later"),
    .notFound: Judgement(.tryLater, "CSI: what the request names is not there, and may come"),
    .alreadyExists: Judgement(.tryLater, "CSI: another of the same name is there, perhaps by an earlier call"),
    .permissionDenied: Judgement(.tryLater, "CSI, Error Scheme: an administrator may grant it"),
    .resourceExhausted: Judgement(.tryLater, "CSI: no room, which may be made"),
    .failedPrecondition: Judgement(.tryLater, "CSI: the state does not allow it, and may change"),
    .aborted: Judgement(.pending, "CSI, Error Scheme: an operation is pending for the volume"),
    .outOfRange: Judgement(.refused, "CSI: the plugin can't make such a size, whatever the state"),
    .unimplemented: Judgement(.refused, "CSI, Error Scheme: the plugin does not have the RPC"),
    .internal: Judgement(.unknown, "gRPC: the plugin broke, perhaps after the effect"),
    .unavailable: Judgement(.unknown, "external-provisioner: the server shuts down, and the call may be in progress"),
    .dataLoss: Judgement(.unknown, "gRPC: the plugin broke, perhaps after the effect"),
    .unauthenticated: Judgement(.tryLater, "CSI, Error Scheme: the secrets may be mended"),
]

private let generalForQuestions: [StatusCode: Judgement] = generalForChanges.merging([
    .cancelled: Judgement(.unknown, "no answer; asking again changes nothing"),
    .unknown: Judgement(.unknown, "no answer; asking again changes nothing"),
    .deadlineExceeded: Judgement(.unknown, "no answer; asking again changes nothing"),
    .resourceExhausted: Judgement(.tryElsewhere, "gRPC: this server has no room for the call, another may"),
    .internal: Judgement(.unknown, "no answer; asking again changes nothing"),
    .unavailable: Judgement(.unknown, "no answer; asking again changes nothing"),
    .dataLoss: Judgement(.unknown, "no answer; asking again changes nothing"),
]) { $1 }

/// external-attacher's isFinalError, and kubelet's for the node.
private let mayBeInProgress = Judgement(.unknown, "external-attacher: an earlier call may be in progress")
private let capabilityLater = Judgement(.tryLater, "CSI: the volume lacks the capability while it is published so")
private let badToken = Judgement(.refused, "CSI, ListVolumes and ListSnapshots: the starting token is not valid")

private let specific: [RPC: [StatusCode: Judgement]] = [
    .createVolume: [
        .notFound: Judgement(.tryLater, "CSI, CreateVolume: the content source does not exist, and may come"),
        .alreadyExists: Judgement(
            .tryLater,
            "CSI, CreateVolume: one of that name is there and differs, perhaps by an earlier try with other arguments"
        ),
        .resourceExhausted: Judgement(
            .tryElsewhere,
            "CSI, CreateVolume: no room in the topology; external-provisioner takes it for final"
        ),
        .failedPrecondition: Judgement(.tryLater, "external-provisioner: not in progress; CSI does not describe it"),
    ],
    .deleteVolume: [
        .notFound: Judgement(.done, "CSI, DeleteVolume wants OK for a volume that is gone; some plugins say this"),
        .failedPrecondition: Judgement(.tryLater, "CSI, DeleteVolume: in use and untouched, until it is freed"),
    ],
    .controllerPublishVolume: [
        .notFound: Judgement(.tryLater, "CSI, ControllerPublishVolume: no such volume or node, which may come"),
        .alreadyExists: Judgement(
            .tryLater,
            "CSI, ControllerPublishVolume: published at that node otherwise, until it is unpublished"
        ),
        .resourceExhausted: mayBeInProgress,
        .failedPrecondition: Judgement(
            .tryLater,
            "CSI, ControllerPublishVolume: published at another node, until it is unpublished there"
        ),
    ],
    .controllerUnpublishVolume: [
        .notFound: Judgement(
            .pending,
            "CSI, ControllerUnpublishVolume: unknown, and not known to be detached; the IDs are to be verified",
            or: .providerList
        ),
        .resourceExhausted: mayBeInProgress,
    ],
    .validateVolumeCapabilities: [
        .notFound: Judgement(.refused, "CSI, ValidateVolumeCapabilities: the volume does not exist")
    ],
    .listVolumes: [.aborted: badToken],
    .listSnapshots: [.aborted: badToken],
    .createSnapshot: [
        .notFound: Judgement(.tryLater, "no code of CSI's; plugins say it of a source volume that is gone"),
        .resourceExhausted: Judgement(.tryLater, "CSI, CreateSnapshot: no room; the caller fails the request"),
    ],
    .deleteSnapshot: [
        .notFound: Judgement(.done, "CSI, DeleteSnapshot wants OK for a snapshot that is gone; some plugins say this"),
        .failedPrecondition: Judgement(.tryLater, "CSI, DeleteSnapshot: in use, until it is freed"),
    ],
    .deleteVolumeGroupSnapshot: [
        .notFound: Judgement(
            .done,
            "CSI, DeleteVolumeGroupSnapshot wants OK for a group that is gone; some plugins say this"
        ),
        .failedPrecondition: Judgement(.tryLater, "CSI, DeleteVolumeGroupSnapshot: in use, until it is freed"),
    ],
    .controllerExpandVolume: [
        .notFound: Judgement(.tryLater, "CSI, ControllerExpandVolume: the volume does not exist"),
        .failedPrecondition: Judgement(
            .tryLater,
            "CSI, ControllerExpandVolume: published, and it grows only while it is not"
        ),
    ],
    .controllerModifyVolume: [
        .notFound: Judgement(.tryLater, "CSI, ControllerModifyVolume: the volume does not exist")
    ],
    .getMetadataDelta: [
        .failedPrecondition: Judgement(.refused, "CSI, GetMetadataDelta: no changes are tracked; a full copy helps")
    ],
    .nodeStageVolume: [.resourceExhausted: mayBeInProgress, .failedPrecondition: capabilityLater],
    .nodePublishVolume: [.resourceExhausted: mayBeInProgress, .failedPrecondition: capabilityLater],
    .nodeUnstageVolume: [
        .notFound: Judgement(.pending, "CSI, NodeUnstageVolume: the volume does not exist", or: .mountTable),
        .resourceExhausted: mayBeInProgress,
    ],
    .nodeUnpublishVolume: [
        .notFound: Judgement(.pending, "CSI, NodeUnpublishVolume: the volume does not exist", or: .mountTable),
        .resourceExhausted: mayBeInProgress,
    ],
    .nodeExpandVolume: [
        .resourceExhausted: mayBeInProgress,
        .failedPrecondition: Judgement(
            .refused,
            "CSI, NodeExpandVolume: the file system can't grow in use; the caller must not retry"
        ),
    ],
]
