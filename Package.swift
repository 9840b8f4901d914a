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
    targets: [
        .executableTarget(
            name: "csi-bridge",
            dependencies: ["Agent", "CSI", "GRPC", "HostPathDriver"],
            swiftSettings: swiftSettings
        ),
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
                "GRPC", "HCL", "HTTPServer", "HostPathDriver", "JSON", "Platform", "PluginManager", "StateStore",
                "Volumes", "VolumesAPI",
            ],
            swiftSettings: swiftSettings
        ),
        .target(name: "HCL", dependencies: ["JSON"], swiftSettings: swiftSettings),
        .target(name: "JSON", swiftSettings: swiftSettings),
        .target(name: "GRPC", dependencies: ["CGRPC", "CGRPCShims", "Platform"], swiftSettings: swiftSettings),
        .target(name: "Platform", swiftSettings: swiftSettings),
        .target(
            name: "VolumesAPI",
            dependencies: ["CRE2", "CSI", "HTTPServer", "JSON", "PluginManager", "StateStore", "Volumes"],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "PluginManager",
            dependencies: ["CSI", "GRPC", "JSON", "Platform", "StateStore", "Volumes"],
            swiftSettings: swiftSettings
        ),
        .target(name: "Volumes", dependencies: ["JSON"], swiftSettings: swiftSettings),

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

        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: swiftSettings),
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
        .target(name: "StateStore", dependencies: ["Platform", "SQLite"], swiftSettings: swiftSettings),

        .testTarget(
            name: "AgentTests",
            dependencies: [
                "Agent", "CSI", "GRPC", "PluginManager", "ScriptedDriver", "TestSupport", "csi-bridge",
                "scripted-driver",
            ],
            swiftSettings: swiftSettings
        ),
    ],
    cxxLanguageStandard: .cxx17
)
