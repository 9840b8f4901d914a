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
    targets: [
        .executableTarget(name: "csi-bridge", dependencies: ["CSI", "GRPC"], swiftSettings: swiftSettings),
        .executableTarget(
            name: "csi-bridge-bench",
            dependencies: ["CGRPCBench", "CSI", "GRPC"],
            swiftSettings: swiftSettings
        ),
        .executableTarget(name: "csi-codegen", dependencies: ["CSIProto"], swiftSettings: swiftSettings),
        .target(
            name: "CSI",
            dependencies: ["CProtobufC", "CProtobufJSON", "CSIProto", "GRPC"],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "HTTPServer",
            dependencies: ["CMicroHTTPD", "CMicroHTTPDShims", "CZlib"],
            swiftSettings: swiftSettings
        ),
        .target(name: "GRPC", dependencies: ["CGRPC", "CGRPCShims"], swiftSettings: swiftSettings),

        .target(
            name: "CSIProto",
            dependencies: ["CProtobufC"],
            cSettings: [.headerSearchPath("include")],
            linkerSettings: [.linkedLibrary("protobuf-c")]
        ),
        .target(
            name: "CProtobufJSON",
            linkerSettings: [.linkedLibrary("protobuf")]
        ),
        .target(
            name: "CGRPCShims",
            dependencies: ["CGRPC"],
            linkerSettings: [.linkedLibrary("grpc"), .linkedLibrary("gpr")]
        ),
        .target(
            name: "CGRPCBench",
            dependencies: ["CGRPC"],
            linkerSettings: [.linkedLibrary("grpc"), .linkedLibrary("gpr")]
        ),
        .target(
            name: "CMicroHTTPDShims",
            dependencies: ["CMicroHTTPD"],
            linkerSettings: [.linkedLibrary("microhttpd"), .linkedLibrary("gnutls")]
        ),
        .systemLibrary(name: "CGRPC"),
        .systemLibrary(name: "CMicroHTTPD"),
        .systemLibrary(name: "CProtobufC"),
        .systemLibrary(name: "CZlib"),

        .executableTarget(
            name: "message-fuzzer",
            dependencies: ["CSI"],
            path: "Tests/message-fuzzer",
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "CSITests",
            dependencies: ["CSI", "GRPC"],
            exclude: ["csi-1.13.tsv"],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "csi-bridgeTests",
            dependencies: ["CSI", "GRPC", "csi-bridge"],
            swiftSettings: swiftSettings
        ),
        .testTarget(name: "GRPCTests", dependencies: ["GRPC"], swiftSettings: swiftSettings),
        .testTarget(name: "HTTPServerTests", dependencies: ["HTTPServer"], swiftSettings: swiftSettings),
    ],
    cxxLanguageStandard: .cxx17
)
