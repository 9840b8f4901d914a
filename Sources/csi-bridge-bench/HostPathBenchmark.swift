import CSI
import Foundation
import GRPC

/// Measures a build's `hostpath` driver through its socket: single calls, one after the other, beside many volumes.
final class HostPathBenchmark {
    private let driver: DriverProcess
    private let volumeCount: Int
    private var report = HostPathReport()

    private static let mountedOfEachLayout = 100
    private static let starts = 5
    private static let lists = 100
    private static let snapshots = 5
    private static let snapshotBytes: Int64 = 1 << 30
    private static let timeout = Duration.seconds(600)

    private init(driver: DriverProcess, volumes: Int) {
        self.driver = driver
        volumeCount = volumes
    }

    /// Measures, and removes everything that was made for it.
    static func run(program: String, volumes: Int) async throws -> HostPathReport {
        let driver = try DriverProcess(program: program)
        let benchmark = HostPathBenchmark(driver: driver, volumes: volumes)
        do {
            try await benchmark.run()
        } catch {
            do {
                try driver.remove()
            } catch let leftover {
                throw BenchError(description: "\(error); and what was made is left in \(driver.folder): \(leftover)")
            }
            throw error
        }
        try driver.remove()
        return benchmark.report
    }

    private func run() async throws {
        _ = try await driver.start()
        var volumes: [MadeVolume] = []
        for index in 0..<volumeCount {
            let kind = Kind.allCases[index % Kind.allCases.count]
            volumes.append(
                try await measure("CreateVolume, \(kind) of 16 MiB") {
                    try await create(kind, name: "v\(index)", bytes: 16 << 20)
                }
            )
        }
        let mounted = volumes.prefix(Self.mountedOfEachLayout * Kind.allCases.count)
        for volume in mounted {
            try await attach(volume)
            try await measure("NodeStageVolume, \(volume.kind)") { try await stage(volume) }
            try await measure("NodePublishVolume, \(volume.kind)") { try await publish(volume) }
        }
        try await list()
        driver.stop()
        for _ in 0..<Self.starts {
            let name = "start with \(volumes.count) volumes, \(mounted.count) mounted"
            report.add(name, nanoseconds: try await driver.start())
            driver.stop()
        }
        _ = try await driver.start()
        for volume in mounted {
            try await measure("NodeUnpublishVolume, \(volume.kind)") { try await unpublish(volume) }
            try await measure("NodeUnstageVolume, \(volume.kind)") { try await unstage(volume) }
            try await detach(volume)
            try await measure("DeleteVolume, \(volume.kind)") { try await delete(volume) }
        }
        try await snapshot()
    }

    // MARK: Parts

    private enum Kind: String, CaseIterable, CustomStringConvertible {
        case folder, block, ext4

        var description: String { rawValue }

        var capability: VolumeCapability {
            let type: VolumeCapability.AccessType =
                switch self {
                case .folder: .mount(.init())
                case .block: .block(.init())
                case .ext4: .mount(.init(fsType: "ext4"))
                }
            return VolumeCapability(accessType: type, accessMode: .init(mode: .singleNodeWriter))
        }
    }

    private struct MadeVolume {
        let id: String
        let kind: Kind
    }

    @discardableResult
    private func measure<Answer>(_ name: String, _ call: () async throws -> Answer) async throws -> Answer {
        let start = DispatchTime.now().uptimeNanoseconds
        let answer = try await call()
        report.add(name, nanoseconds: DispatchTime.now().uptimeNanoseconds - start)
        return answer
    }

    private func create(_ kind: Kind, name: String, bytes: Int64) async throws -> MadeVolume {
        let request = CreateVolumeRequest(
            name: name,
            capacityRange: .init(requiredBytes: bytes),
            volumeCapabilities: [kind.capability]
        )
        let answer = try await driver.controller.createVolume(request, timeout: Self.timeout)
        return MadeVolume(id: answer.volume?.volumeID ?? "", kind: kind)
    }

    private func staging(_ volume: MadeVolume) -> String { "\(driver.folder)/staging-\(volume.id)" }
    private func target(_ volume: MadeVolume) -> String { "\(driver.folder)/target-\(volume.id)" }

    private func attach(_ volume: MadeVolume) async throws {
        _ = try await driver.controller.controllerPublishVolume(
            .init(volumeID: volume.id, nodeID: DriverProcess.nodeID, volumeCapability: volume.kind.capability),
            timeout: Self.timeout
        )
    }

    private func stage(_ volume: MadeVolume) async throws {
        try FileManager.default.createDirectory(atPath: staging(volume), withIntermediateDirectories: false)
        _ = try await driver.node.nodeStageVolume(
            .init(
                volumeID: volume.id,
                stagingTargetPath: staging(volume),
                volumeCapability: volume.kind.capability
            ),
            timeout: Self.timeout
        )
    }

    private func publish(_ volume: MadeVolume) async throws {
        _ = try await driver.node.nodePublishVolume(
            .init(
                volumeID: volume.id,
                stagingTargetPath: staging(volume),
                targetPath: target(volume),
                volumeCapability: volume.kind.capability
            ),
            timeout: Self.timeout
        )
    }

    private func unpublish(_ volume: MadeVolume) async throws {
        try await retryWhileInUse {
            _ = try await driver.node.nodeUnpublishVolume(
                .init(volumeID: volume.id, targetPath: target(volume)),
                timeout: Self.timeout
            )
        }
    }

    private func unstage(_ volume: MadeVolume) async throws {
        try await retryWhileInUse {
            _ = try await driver.node.nodeUnstageVolume(
                .init(volumeID: volume.id, stagingTargetPath: staging(volume)),
                timeout: Self.timeout
            )
        }
    }

    /// Other drivers and tools of the machine look at all loop devices, which are in use meanwhile.
    private func retryWhileInUse(_ call: () async throws -> Void) async throws {
        for _ in 0..<10 {
            do {
                return try await call()
            } catch let error as CallError where error.code == .failedPrecondition {
                continue
            }
        }
        try await call()
    }

    private func detach(_ volume: MadeVolume) async throws {
        _ = try await driver.controller.controllerUnpublishVolume(
            .init(volumeID: volume.id, nodeID: DriverProcess.nodeID),
            timeout: Self.timeout
        )
    }

    private func delete(_ volume: MadeVolume) async throws {
        _ = try await driver.controller.deleteVolume(.init(volumeID: volume.id), timeout: Self.timeout)
    }

    private func list() async throws {
        for _ in 0..<Self.lists {
            let list = try await measure("ListVolumes, \(volumeCount) volumes") {
                try await driver.controller.allVolumes(timeout: Self.timeout)
            }
            guard list.count == volumeCount else { throw BenchError(description: "the list is not whole") }
            try await measure("GetCapacity, \(volumeCount) volumes") {
                try await driver.controller.getCapacity(.init(), timeout: Self.timeout)
            }
        }
    }

    /// Cuts snapshots of volumes that are full of data.
    private func snapshot() async throws {
        for kind in [Kind.block, .ext4] {
            let isBlock = kind == .block
            let bytes = isBlock ? Self.snapshotBytes : Self.snapshotBytes / 4 * 5
            let volume = try await create(kind, name: "large \(kind)", bytes: bytes)
            try await attach(volume)
            try await stage(volume)
            try await publish(volume)
            try fill(isBlock ? target(volume) : target(volume) + "/file")
            if !isBlock { try await snapshot(volume, "CreateSnapshot, 1 GiB in ext4, in use") }
            try await unpublish(volume)
            try await unstage(volume)
            if isBlock { try await snapshot(volume, "CreateSnapshot, block of 1 GiB, unused") }
        }
    }

    private func snapshot(_ volume: MadeVolume, _ name: String) async throws {
        for index in 0..<Self.snapshots {
            let answer: CreateSnapshotResponse
            do {
                answer = try await measure(name) {
                    try await driver.controller.createSnapshot(
                        .init(sourceVolumeID: volume.id, name: "\(name) \(index)"),
                        timeout: Self.timeout
                    )
                }
            } catch let error as CallError where error.code == .failedPrecondition {
                return report.refuse(name, error.message)
            }
            _ = try await driver.controller.deleteSnapshot(
                .init(snapshotID: answer.snapshot?.snapshotID ?? ""),
                timeout: Self.timeout
            )
        }
    }

    /// Writes data to a device or a new file, down to the disk.
    private func fill(_ path: String) throws {
        let piece = Data((0..<(1 << 20)).map { _ in UInt8.random(in: 0 ... .max) })
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw BenchError(description: "\(path): \(String(cString: strerror(errno)))") }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        for _ in 0..<(Self.snapshotBytes >> 20) { try file.write(contentsOf: piece) }
        try file.synchronize()
        try file.close()
    }
}
