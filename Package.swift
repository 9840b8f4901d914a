// swift-tools-version: 6.2
import PackageDescription

// Only where all is checked: a later compiler's new warnings are no reason not to build.
let warnings: [SwiftSetting] =
    Context.environment["CSI_BRIDGE_WARNINGS"] == "error"
    ? [.treatAllWarnings(as: .error), .treatWarning("DeprecatedDeclaration", as: .warning)] : []

let swiftSettings: [SwiftSetting] =
    warnings + [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]

let package = Package(
    name: "csi-bridge",
    products: [.library(name: "csi-bridge-json", type: .dynamic, targets: ["CProtobufJSONLibrary"])],
    targets: [
        .executableTarget(
            name: "csi-bridge",
            dependencies: ["Agent", "CSI", "GRPC", "HostPathDriver", "JSON", "Platform"],
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "csi-bridge-bench",
            dependencies: ["CGRPCBench", "CLinux", "CSI", "GRPC"],
            swiftSettings: swiftSettings
        ),
        .executableTarget(name: "csi-codegen", dependencies: ["CProtobufC", "CSIProto"], swiftSettings: swiftSettings),
        .target(
            name: "CSI",
            dependencies: ["CProtobufC", "CProtobufJSON", "CSIProto", "GRPC"],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "HTTPServer",
            dependencies: ["CMicroHTTPD", "CMicroHTTPDShims", "CZlib", "Platform"],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "Agent",
            dependencies: [
                "GRPC", "HCL", "HTTPServer", "HostPathDriver", "JSON", "Operations", "Platform", "Plugins",
                "StateStore",
                "Volumes", "VolumesAPI", "Workflows",
            ],
            swiftSettings: swiftSettings
        ),
        .target(name: "HCL", dependencies: ["JSON"], swiftSettings: swiftSettings),
        .target(name: "JSON", swiftSettings: swiftSettings),
        .target(name: "GRPC", dependencies: ["CGRPC", "CGRPCShims", "Platform"], swiftSettings: swiftSettings),
        .target(name: "Platform", swiftSettings: swiftSettings),
        .target(
            name: "VolumesAPI",
            dependencies: [
                "CRE2", "CSI", "HTTPServer", "JSON", "Operations", "Platform", "StateStore", "Volumes", "Workflows",
            ],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "Operations",
            dependencies: ["CSI", "JSON", "Plugins", "StateStore", "Volumes", "Workflows"],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "Plugins",
            dependencies: ["CSI", "GRPC", "Platform", "StateStore", "Volumes", "Workflows"],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "Workflows",
            dependencies: ["CSI", "JSON", "StateStore", "Volumes"],
            swiftSettings: swiftSettings
        ),
        .target(name: "Volumes", dependencies: ["JSON"], swiftSettings: swiftSettings),

        .target(
            name: "CSIProto",
            dependencies: ["CProtobufC"],
            cSettings: [.headerSearchPath("include")],
            linkerSettings: [.linkedLibrary("protobuf-c")]
        ),
        .target(name: "CProtobufJSON", linkerSettings: [.linkedLibrary("dl")]),
        .target(
            name: "CProtobufJSONLibrary",
            cxxSettings: [.headerSearchPath("../CProtobufJSON/include")],
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
        .target(
            name: "CRE2",
            linkerSettings: [.linkedLibrary("re2")]
        ),
        .systemLibrary(name: "CGRPC"),
        .systemLibrary(name: "CMicroHTTPD"),
        .systemLibrary(name: "CProtobufC"),
        .systemLibrary(name: "CZlib"),

        .target(
            name: "HostPathDriver",
            dependencies: ["CLinux", "CSI", "GRPC", "SQLite"],
            swiftSettings: swiftSettings
        ),
        .target(name: "SQLite", dependencies: ["CSQLite", "Platform"], swiftSettings: swiftSettings),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CSQLite"),

        .testTarget(
            name: "HostPathDriverTests",
            dependencies: ["CSI", "GRPC", "HostPathDriver", "SQLite", "csi-bridge"],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "SQLiteTests",
            dependencies: ["CSQLite", "SQLite", "TestSupport"],
            swiftSettings: swiftSettings
        ),
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: swiftSettings),
        .executableTarget(
            name: "message-fuzzer",
            dependencies: ["CSI"],
            path: "Tests/message-fuzzer",
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "scripted-driver",
            dependencies: ["GRPC", "ScriptedDriver"],
            path: "Tests/scripted-driver",
            swiftSettings: swiftSettings
        ),
        .target(
            name: "ScriptedDriver",
            dependencies: ["CSI", "GRPC"],
            path: "Tests/ScriptedDriver",
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
            dependencies: ["CSI", "GRPC", "TestSupport", "csi-bridge"],
            swiftSettings: swiftSettings
        ),
        .target(name: "StateStore", dependencies: ["Platform", "SQLite"], swiftSettings: swiftSettings),

        .executableTarget(
            name: "store-writer",
            dependencies: ["StateStore"],
            path: "Tests/store-writer",
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "StateStoreTests",
            dependencies: ["CSQLite", "SQLite", "StateStore", "TestSupport", "store-writer"],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "PlatformTests",
            dependencies: ["Platform", "TestSupport"],
            swiftSettings: swiftSettings
        ),
        .testTarget(name: "GRPCTests", dependencies: ["GRPC", "TestSupport"], swiftSettings: swiftSettings),
        .testTarget(
            name: "HTTPServerTests",
            dependencies: ["HTTPServer", "TestSupport"],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "AgentTests",
            dependencies: [
                "Agent", "CSI", "GRPC", "Operations", "Plugins", "ScriptedDriver", "StateStore", "TestSupport",
                "Volumes",
                "Workflows", "csi-bridge", "scripted-driver",
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(name: "HCLTests", dependencies: ["HCL"], swiftSettings: swiftSettings),
        .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: swiftSettings),
        .testTarget(name: "VolumesTests", dependencies: ["JSON", "Volumes"], swiftSettings: swiftSettings),
        .testTarget(
            name: "WorkflowsTests",
            dependencies: ["CSI", "GRPC", "JSON", "StateStore", "Volumes", "Workflows"],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "OperationsTests",
            dependencies: [
                "CSI", "GRPC", "JSON", "Operations", "Plugins", "ScriptedDriver", "StateStore", "TestSupport",
                "Volumes", "Workflows", "operations-runner", "scripted-driver",
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "PluginsTests",
            dependencies: [
                "CSI", "GRPC", "Plugins", "ScriptedDriver", "StateStore", "TestSupport", "Volumes", "Workflows",
                "scripted-driver",
            ],
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "operations-runner",
            dependencies: ["CSI", "GRPC", "Operations", "Plugins", "StateStore", "Volumes", "Workflows"],
            path: "Tests/operations-runner",
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "VolumesAPITests",
            dependencies: [
                "CSI", "HTTPServer", "JSON", "Operations", "StateStore", "TestSupport", "Volumes", "VolumesAPI",
                "Workflows",
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "ScriptedDriverTests",
            dependencies: ["CSI", "GRPC", "ScriptedDriver", "TestSupport", "scripted-driver"],
            swiftSettings: swiftSettings
        ),
    ],
    cxxLanguageStandard: .cxx17
)
