import CSI
import GRPC
import Testing

@Suite("What is known of each RPC")
struct RPCTests {
    @Test("There is every RPC of the proto file, once, by its path and its name")
    func all() {
        #expect(RPC.all.map(\.rawValue) == Schema.csi.methods.map(\.path))
        for rpc in RPC.all { #expect(RPC(name: rpc.description) == rpc) }
        #expect(RPC(name: "Nothing") == nil)
    }

    @Test("Secrets are found where csi_secret marks them, and nothing else is shown as text")
    func secrets() throws {
        let request = CreateVolumeRequest(name: "n", parameters: ["p": "1"], secrets: ["key": "hidden"])
        #expect(request.secretValues == ["key": "hidden"])
        #expect(request.texts == ["name": "n"])
        #expect(NodeUnpublishVolumeRequest(volumeID: "v", targetPath: "/t").secretValues.isEmpty)
    }

    @Test("An RPC that changes something is asked only of plugins that advertise it, but for those that all must have")
    func requirements() {
        #expect(RPC.createVolume.requirement == .controller(.createDeleteVolume))
        #expect(RPC.controllerUnpublishVolume.requirement == .controller(.publishUnpublishVolume))
        #expect(RPC.nodeExpandVolume.requirement == .node(.expandVolume))
        let free = RPC.all.filter { $0.requirement == nil }
        #expect(
            free == [
                .getPluginInfo, .getPluginCapabilities, .probe, .nodePublishVolume, .nodeUnpublishVolume,
                .nodeGetCapabilities, .nodeGetInfo,
            ]
        )
    }

    @Test("The peer's words name what the request names", arguments: [StatusCode.notFound, .internal, .unknown])
    func words(_ code: StatusCode) throws {
        let words = try #require(RPC.createVolume.words)
        let request = CreateVolumeRequest(
            name: "n{name}",
            volumeContentSource: .init(type: .volume(.init(volumeID: "vol-1")))
        )
        let meaning = words.meaning(of: code, for: request)
        switch code {
        case .notFound: #expect(meaning == #"volume "n{name}" content source &{"" "vol-1"} does not exist"#)
        case .internal: #expect(meaning?.hasPrefix("controller plugin returned an internal error") == true)
        default: #expect(meaning == nil)
        }
    }
}

@Suite("What each code proves about each RPC")
struct JudgementTests {
    private static let codes = (0...16).map { StatusCode(rawValue: $0) }

    @Test("Every RPC and every code have a verdict with its reason", arguments: RPC.all)
    func table(_ rpc: RPC) {
        for code in Self.codes {
            let judgement = rpc.judgement(of: code)
            #expect(judgement.reason.contains(": ") || judgement.reason.contains("; "), "\(rpc) \(code)")
            #expect((judgement.verdict == .done) == (code == .ok || rpc.isGoneWhereNotFound && code == .notFound))
        }
        #expect(rpc.judgement(of: StatusCode(rawValue: 42)).verdict == .unknown)
    }

    @Test("What never describes the effect leaves it open", arguments: RPC.all)
    func open(_ rpc: RPC) {
        for code in [.cancelled, .unknown, .deadlineExceeded, .internal, .unavailable, .dataLoss] as [StatusCode] {
            #expect(rpc.judgement(of: code).verdict == .unknown, "\(rpc) \(code)")
        }
    }

    @Test("What proves that nothing was done, by this call or an equal one before", arguments: RPC.all)
    func refused(_ rpc: RPC) {
        for code in [.invalidArgument, .outOfRange, .unimplemented] as [StatusCode] {
            #expect(rpc.judgement(of: code).verdict == .refused, "\(rpc) \(code)")
        }
    }

    @Test(
        "Codes that mean something else from RPC to RPC",
        arguments: [
            (.createVolume, .resourceExhausted, .tryElsewhere),
            (.controllerPublishVolume, .resourceExhausted, .unknown),
            (.controllerUnpublishVolume, .resourceExhausted, .unknown),
            (.nodeStageVolume, .resourceExhausted, .unknown),
            (.createSnapshot, .resourceExhausted, .tryLater),
            (.getCapacity, .resourceExhausted, .tryElsewhere),
            (.createVolume, .alreadyExists, .tryLater),
            (.createVolume, .notFound, .tryLater),
            (.createVolume, .permissionDenied, .tryLater),
            (.deleteVolume, .notFound, .done),
            (.deleteSnapshot, .notFound, .done),
            (.validateVolumeCapabilities, .notFound, .refused),
            (.controllerPublishVolume, .notFound, .tryLater),
            (.deleteVolume, .failedPrecondition, .tryLater),
            (.controllerPublishVolume, .failedPrecondition, .tryLater),
            (.controllerExpandVolume, .failedPrecondition, .tryLater),
            (.nodeExpandVolume, .failedPrecondition, .refused),
            (.getMetadataDelta, .failedPrecondition, .refused),
            (.createVolume, .aborted, .pending),
            (.listVolumes, .aborted, .refused),
            (.listSnapshots, .aborted, .refused),
        ] as [(RPC, StatusCode, Verdict)]
    )
    func differing(_ rpc: RPC, _ code: StatusCode, _ verdict: Verdict) {
        #expect(rpc.judgement(of: code).verdict == verdict)
    }

    @Test(
        "Not found while unpublishing is no proof: something else has to show that nothing is there",
        arguments: [
            (.controllerUnpublishVolume, .providerList), (.nodeUnpublishVolume, .mountTable),
            (.nodeUnstageVolume, .mountTable),
        ] as [(RPC, Judgement.Proof)]
    )
    func unpublishing(_ rpc: RPC, _ proof: Judgement.Proof) {
        let judgement = rpc.judgement(of: .notFound)
        #expect(judgement.verdict == .pending && judgement.proof == proof)
    }
}

extension RPC {
    /// Whether CSI wants OK for an object that is gone.
    fileprivate var isGoneWhereNotFound: Bool {
        [.deleteVolume, .deleteSnapshot, .deleteVolumeGroupSnapshot].contains(self)
    }
}
