// Feeds bytes to the decoding of messages. Built by `.ci/fuzz`, libFuzzer makes up the bytes; built without it, they
// come from the files named, to see again what it found.
import CSI
import Foundation

/// Reads bytes as a message in every way the project does; whatever is read can be sent, printed and read again.
func decode(_ bytes: [UInt8]) {
    func check<M: Message>(_ type: M.Type) {
        guard let message = try? M(decoding: bytes) else { return }
        guard let again = try? message.encoded(), (try? M(decoding: again)) == message else {
            fatalError("a \(M.protoName) that was read can't be sent and read again")
        }
        _ = message.description
    }
    check(CreateVolumeRequest.self)
    check(CreateVolumeResponse.self)
    check(ListVolumesResponse.self)
    check(ListSnapshotsResponse.self)
    check(NodePublishVolumeRequest.self)
    check(GetCapacityResponse.self)
    check(CreateVolumeGroupSnapshotResponse.self)
    check(GetMetadataAllocatedResponse.self)
    check(NodeGetVolumeStatsResponse.self)
    check(ControllerGetCapabilitiesResponse.self)
    if let json = String(validating: bytes, as: UTF8.self) {
        _ = try? JSONMapping.csi.message(fromJSON: json, type: "CreateVolumeRequest")
    }
}

#if FUZZING
    @_cdecl("LLVMFuzzerTestOneInput")
    func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
        decode([UInt8](UnsafeBufferPointer(start: bytes, count: count)))
        return 0
    }

    @_silgen_name("LLVMFuzzerRunDriver")
    func runLibFuzzer(
        _ count: UnsafeMutablePointer<CInt>,
        _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
        _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
    ) -> CInt

    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    exit(runLibFuzzer(&count, &arguments, testOneInput))
#else
    for path in CommandLine.arguments.dropFirst() {
        decode([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
    }
#endif
