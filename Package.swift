// swift-tools-version: 6.2
import PackageDescription

let swiftSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "csi-bridge",
    products: [
        .executable(name: "csi-bridge", targets: ["csi-bridge"]),
        .library(name: "CSI", targets: ["CSI"]),
        .library(name: "GRPC", targets: ["GRPC"]),
    ],
    targets: [
        .executableTarget(name: "csi-bridge", dependencies: ["CSI", "GRPC", "HostPathDriver"], swiftSettings: swiftSettings),
        .target(name: "HostPathDriver", dependencies: ["CSI", "GRPC"], swiftSettings: swiftSettings),
        .target(name: "CSI", dependencies: ["CSIProto", "CProtobufC", "GRPC"], swiftSettings: swiftSettings),
        .target(name: "GRPC", dependencies: ["CGRPC", "CGRPCShims"], swiftSettings: swiftSettings),

        .target(
            name: "CSIProto",
            dependencies: ["CProtobufC"],
            cSettings: [.headerSearchPath("include")],
            linkerSettings: [.linkedLibrary("protobuf-c")]
        ),
        .target(
            name: "CGRPCShims",
            dependencies: ["CGRPC"],
            linkerSettings: [.linkedLibrary("grpc"), .linkedLibrary("gpr")]
        ),
        .systemLibrary(name: "CGRPC"),
        .systemLibrary(name: "CProtobufC"),
    ]
)
