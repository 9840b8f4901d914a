import Testing
import Volumes

@Suite("What a plugin confirms is compared with what was asked for (csi-mapping.md, W30)")
struct CapabilityConfirmationTests {
    private static func fault(
        _ requested: [Capability] = [Capability(.singleNodeWriter, .fileSystem)],
        options: MountOptions? = nil,
        confirmed: [ConfirmedCapability]?,
        message: String = ""
    ) -> String {
        let volume = Volume.good { ($0.requestedCapabilities, $0.mountOptions) = (requested, options) }
        return refusal { () throws(VolumeError) in try volume.check(confirmed: confirmed, message: message) }
    }

    @Test("A perfect echo passes, of several capabilities of a block volume too, and of both attachments")
    func echo() {
        let block = [Capability(.singleNodeWriter, .blockDevice), Capability(.multiNodeReaderOnly, .blockDevice)]
        let both = [Capability(.singleNodeWriter, .fileSystem), Capability(.singleNodeWriter, .blockDevice)]
        for requested in [block, both, block.reversed(), both.reversed()] {
            let echo = requested.map {
                ConfirmedCapability(accessMode: $0.accessMode, attachmentMode: $0.attachmentMode)
            }
            #expect(Self.fault(requested, confirmed: echo) == "")
        }
    }

    @Test("Parts that are left out, and a file system that was filled in, do not matter")
    func lenient() {
        #expect(Self.fault(confirmed: [ConfirmedCapability(accessMode: nil, attachmentMode: nil)]) == "")
        #expect(
            Self.fault(confirmed: [ConfirmedCapability(accessMode: nil, attachmentMode: .fileSystem, fsType: "ext4")])
                == ""
        )
        let flags = ConfirmedCapability(accessMode: nil, attachmentMode: .fileSystem, mountFlags: ["ro", "noatime"])
        #expect(Self.fault(options: MountOptions(mountFlags: ["ro"]), confirmed: [flags]) == "")
    }

    @Test("A mode, a file system or a flag that contradicts is none that was confirmed")
    func contradictions() {
        let text = """
            rejected: volume capability validation failed: 1 error occurred:
            \t* single-node-writer with file-system was not confirmed


            """
        let options = MountOptions(fsType: "xfs", mountFlags: ["ro"])
        for confirmed in [
            ConfirmedCapability(accessMode: .multiNodeReaderOnly, attachmentMode: .fileSystem),
            ConfirmedCapability(accessMode: .singleNodeWriter, attachmentMode: .blockDevice),
            ConfirmedCapability(accessMode: .singleNodeWriter, attachmentMode: .fileSystem, fsType: "ext4"),
            ConfirmedCapability(accessMode: .singleNodeWriter, attachmentMode: .fileSystem, mountFlags: ["noatime"]),
        ] {
            #expect(Self.fault(options: options, confirmed: [confirmed]) == text)
        }
    }

    @Test("Each capability needs one that covers it, and each that has none is named")
    func each() {
        let requested = [
            Capability(.singleNodeWriter, .fileSystem), Capability(.multiNodeReaderOnly, .fileSystem),
            Capability(.singleNodeWriter, .blockDevice),
        ]
        let one = ConfirmedCapability(accessMode: .singleNodeWriter, attachmentMode: .fileSystem)
        let text = Self.fault(requested, confirmed: [one], message: "no block here")
        #expect(text.contains("2 errors occurred:"))
        #expect(text.contains("multi-node-reader-only with file-system was not confirmed: no block here"))
        #expect(text.contains("single-node-writer with block-device was not confirmed: no block here"))
    }

    @Test("Nothing confirmed with a message is a refusal, without one it is not")
    func nothing() {
        for confirmed in [nil, []] as [[ConfirmedCapability]?] {
            #expect(Self.fault(confirmed: confirmed) == "")
            #expect(
                Self.fault(confirmed: confirmed, message: "made for another use")
                    == "rejected: volume capability validation failed: the plugin confirmed none of the capabilities: "
                    + "made for another use"
            )
        }
    }
}
