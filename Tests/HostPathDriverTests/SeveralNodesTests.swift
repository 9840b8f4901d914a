import CSI
import Foundation
import GRPC
import Testing

@Suite("Several nodes on one machine")
struct SeveralNodesTests {
    @Test("each has its own ID, place in the topology, and room for attachments; a volume can be reached on all")
    func identities() async throws {
        try await Rig.run(attachLimit: 1, nodes: 2) { (rig: Rig) async throws in
            let (first, second) = (rig as any RunningDriver, rig.furtherNodes[0] as any RunningDriver)
            var places: [Topology] = []
            for node in [first, second] {
                let info = try await node.node.nodeGetInfo(.init(), timeout: timeout)
                #expect(info.nodeID == node.nodeID && info.maxVolumesPerNode == 1)
                places.append(try #require(info.accessibleTopology))
            }
            #expect(Set(places).count == 2)
            for place in places {
                let volume = try await rig.create(topology: .init(requisite: [place]))
                #expect(volume.accessibleTopology == places)
            }
            for node in [first, second] { try await node.attach(try await rig.create(), .mount()) }
            await expect(.resourceExhausted) { try await second.attach(try await rig.create(), .mount()) }
        }
    }

    @Test("a volume with data moves from one to the other, and is never at both", arguments: NodeTests.capabilities)
    func move(capability: VolumeCapability) async throws {
        try await Rig.run(nodes: 2) { (rig: Rig) async throws in
            let second = rig.furtherNodes[0]
            let volume = try await rig.create("v", capability, bytes: 320 * .mebibyte)
            let file = capability.accessType == .block(.init()) ? "" : "/file"
            let target = try await rig.use(volume, capability)
            try write("moved", to: target + file)
            await expect(.failedPrecondition) { try await second.attach(volume, capability) }
            await expect(.failedPrecondition) { try await rig.detach(volume) }
            // What another node has is not this one's to take away.
            try await second.unpublish(volume, at: target)
            try await second.unstage(volume, at: "\(rig.folder)/staging-\(volume.volumeID)")
            #expect(try read(5, from: target + file) == "moved")

            try await rig.release(volume)
            let moved = try await second.use(volume, capability)
            #expect(try read(5, from: moved + file) == "moved")
            try await second.release(volume)
            try await rig.delete(volume)
            #expect(rig.leftovers.isEmpty, "\(rig.leftovers)")
        }
    }

    @Test("in a mode for several nodes both use a volume, and see each other's writes")
    func shared() async throws {
        let capability = VolumeCapability.mount(.multiNodeMultiWriter, fsType: "ext4")
        try await Rig.run(nodes: 2) { (rig: Rig) async throws in
            let second = rig.furtherNodes[0]
            let volume = try await rig.create("v", capability)
            let targets = (try await rig.use(volume, capability), try await second.use(volume, capability))
            try write("shared", to: targets.0 + "/file")
            #expect(try read(6, from: targets.1 + "/file") == "shared")
            let listed = try await rig.controller.allVolumes(timeout: timeout).first?.status?.publishedNodeIDs
            #expect(listed == ["node-1", "node-2"])
            // One path is one path, whichever node asks.
            await expect(.failedPrecondition) {
                try await second.publish(
                    try await rig.create("other", capability),
                    capability,
                    from: "\(second.folder)/staging-\(volume.volumeID)",
                    at: targets.0
                )
            }
            try await rig.release(volume)
            #expect(try read(6, from: targets.1 + "/file") == "shared")
            #expect(rig.leftovers.devices.count == 1)
            try await second.release(volume)
            try await rig.delete(volume)
            #expect(rig.leftovers.devices.isEmpty)
        }
    }

    @Test("a node that is left out at the next start is lost: its volumes can be used elsewhere, with their data")
    func lostNode() async throws {
        let capability = VolumeCapability.mount(fsType: "ext4")
        let driver = try await DriverProcess("--node", "node-2=FOLDER/second.sock")
        let second = FurtherNode(
            folder: driver.folder + "/second",
            channel: Channel(.unix(path: driver.folder + "/second.sock")),
            nodeID: "node-2"
        )
        let volume = try await driver.create("v", capability)
        try write("kept", to: try await second.use(volume, capability) + "/file")
        driver.kill()
        try await driver.start()
        #expect(second.leftovers.mounts.count == 2)

        driver.kill()
        driver.options = []
        try await driver.start()
        #expect(second.leftovers.mounts.isEmpty && driver.leftovers.devices.isEmpty)
        await expect(.failedPrecondition) { try await driver.attach(volume, capability) }
        await expect(.notFound) { try await FurtherNode(driver).attach(volume, capability) }
        try await driver.detach(volume, node: "node-2")
        let target = try await driver.use(volume, capability)
        #expect(try read(4, from: target + "/file") == "kept")
        try await driver.release(volume)
        try await driver.delete(volume)
    }

    @Test("what a lost node's process still used at the start is taken away with the attachment, once it is not")
    func busyLostNode() async throws {
        let driver = try await DriverProcess("--node", "node-2=FOLDER/second.sock")
        let second = FurtherNode(
            folder: driver.folder + "/second",
            channel: Channel(.unix(path: driver.folder + "/second.sock")),
            nodeID: "node-2"
        )
        let volume = try await driver.create("v")
        let target = try await second.use(volume)
        let user = open(target, O_RDONLY)
        driver.kill()
        driver.options = []
        try await driver.start()
        #expect(driver.log.contains("\(volume.volumeID) stays at \(target)"))
        await expect(.failedPrecondition) { try await driver.detach(volume, node: "node-2") }
        close(user)
        try await driver.detach(volume, node: "node-2")
        try await driver.delete(volume)
        #expect(driver.leftovers.isEmpty, "\(driver.leftovers)")
    }

    @Test(
        "wrong nodes are refused on the command line",
        arguments: ["node-2", "=/s.sock", "node-2=", "node-2=127.0.0.1:1", "node-1=/s.sock"]
    )
    func wrongNode(text: String) async throws {
        let driver = try await DriverProcess()
        driver.kill()
        driver.options = ["--node", text]
        let refusal = try driver.refusal()
        #expect(refusal.status == (text == "node-1=/s.sock" ? 1 : 2))
        #expect(refusal.errors.contains(text == "node-1=/s.sock" ? "two nodes" : text.split(separator: "=").last ?? ""))
    }
}

extension FurtherNode {
    /// `node-2`, where only a driver's first node is served.
    fileprivate init(_ driver: DriverProcess) {
        self.init(folder: driver.folder, channel: driver.channel, nodeID: "node-2")
    }
}
