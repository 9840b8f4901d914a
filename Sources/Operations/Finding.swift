internal import StateStore
public import Volumes
internal import Workflows

/// Something that somebody should look at, as `/v1/doctor` shows it.
public struct Finding: Hashable, Sendable {
    /// What it is. The set is open.
    public struct Kind: RawRepresentable, Hashable, Sendable {
        /// Its name.
        public let rawValue: String
        /// The kind of that name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// An operation was given up, and may have left something behind.
        public static let abandoned = Kind(rawValue: "operation abandoned")
        /// An operation goes on failing.
        public static let failing = Kind(rawValue: "operation keeps failing")
        /// A row of the store can't be read.
        public static let setAside = Kind(rawValue: "row set aside")
    }

    /// What it is.
    public let kind: Kind
    /// The operation it is about; empty where it is about none.
    public let operation: String
    /// The volume it is about; nil where it is about none.
    public let volume: VolumeID?
    /// The plugin it is about; empty where that is not known.
    public let plugin: String
    /// What was found.
    public let message: String
    /// What mends it.
    public let remedy: String

    /// A finding.
    public init(
        _ kind: Kind,
        operation: String,
        volume: VolumeID?,
        plugin: String,
        message: String,
        remedy: String
    ) {
        self.kind = kind
        self.operation = operation
        self.volume = volume
        self.plugin = plugin
        self.message = message
        self.remedy = remedy
    }
}

extension Operations {
    /// How often an operation has to fail before somebody should look at it.
    private static let triesToFind = 5

    /// All that somebody should look at, the oldest first.
    public var findings: [Finding] {
        let forget = { (id: String) in "DELETE /v1/operation/\(id) forgets it" }
        let known = operations.compactMap { status -> Finding? in
            let lastError = status.lastError.map { ": \($0)" } ?? ""
            if let leftover = status.leftover {
                return Finding(
                    .abandoned,
                    operation: status.id,
                    volume: status.volume,
                    plugin: status.plugin,
                    message: "\(status.kind) was given up: \(leftover)\(lastError)",
                    remedy: "look at the plugin's storage and mend what is left there; then \(forget(status.id))"
                )
            }
            guard status.tries >= Self.triesToFind, status.lastError != nil else { return nil }
            return Finding(
                .failing,
                operation: status.id,
                volume: status.volume,
                plugin: status.plugin,
                message: "\(status.kind) has failed \(status.tries) times\(lastError)",
                remedy: "mend the plugin, or ask for something else; DELETE /v1/operation/\(status.id) gives it up"
            )
        }
        let rows = store.view.entries(in: Keys.aside).map { row in
            Finding(
                .setAside,
                operation: "",
                volume: nil,
                plugin: "",
                message: "the record \(Keys.name(ofAside: row.key)) can't be read, and was set aside at the start",
                remedy:
                    "start the version that wrote it, or restore a backup; until then no leftover of a create is removed"
            )
        }
        let volumes = index.unreadable.sorted { $0.key < $1.key }.map { row, fault in
            Finding(
                .setAside,
                operation: "",
                volume: nil,
                plugin: "",
                message: "the record \(row) can't be read: \(fault)",
                remedy:
                    "start the version that wrote it, or restore a backup; until then no leftover of a create is removed"
            )
        }
        return known + rows + volumes
            + setAside.sorted { $0.key < $1.key }.map { id, fault in
                Finding(
                    .setAside,
                    operation: id,
                    volume: nil,
                    plugin: "",
                    message: "the record of operation \(id) can't be read: \(fault)",
                    remedy: "start the version that wrote it, or \(forget(id)), whatever the plugin has"
                )
            }
    }
}
