internal import Glibc
internal import Platform

/// The folder that holds all state of an agent.
enum DataFolder {
    /// The store's file. SQLite, the lock and a file that is being made have files beside it that begin with its name.
    private static let storeName = "state.db"
    private static let scratchName = "scratch"
    /// What backups in the scratch folder begin with.
    private static let backupPrefix = "backup-"
    /// What may lie there before an agent has begun: folders that are filled beforehand, and what file systems make.
    private static let expected: Set = [
        "host_volume_plugins", "host_volumes", "hostpath", "lost+found", "mounts", DevelopmentFolder.markName,
    ]

    static func store(in folder: String) -> String { "\(folder)/\(storeName)" }
    static func scratch(in folder: String) -> String { "\(folder)/\(scratchName)" }

    /// Makes the folder where it is missing, and checks that it is an agent's or free to become one.
    /// - Throws: ``AgentError`` where somebody else's files are in it.
    static func prepare(_ folder: String) throws(AgentError) {
        try PrivateFolder.make(folder)
        let names = try names(in: folder)
        // Whether it is a store of ours, the store itself finds out.
        guard !names.contains(storeName) else { return }
        var foreign = names.filter { !expected.contains($0) && !$0.hasPrefix(storeName) && $0 != scratchName }
        if names.contains(scratchName) {
            foreign += try self.names(in: scratch(in: folder)).filter { !$0.hasPrefix(backupPrefix) }
                .map { "\(scratchName)/\($0)" }
        }
        guard let name = foreign.min() else { return }
        throw AgentError(
            "\(folder) is no folder of an agent, and not empty: \(name) is in it. It was left as it is; "
                + "name an empty folder, or one that is not there yet, as data_dir"
        )
    }

    /// Makes the folder for backups on their way, and removes those that were on their way where the last agent was
    /// killed: they hold secrets. Nothing else is removed.
    static func prepareScratch(in folder: String) throws(AgentError) {
        let scratch = scratch(in: folder)
        try PrivateFolder.make(scratch)
        for name in try names(in: scratch) where name.hasPrefix(backupPrefix) { unlink("\(scratch)/\(name)") }
    }

    private static func names(in folder: String) throws(AgentError) -> [String] {
        do {
            return try Folder.names(at: folder)
        } catch {
            throw AgentError("\(folder) cannot be read: \(error)")
        }
    }
}
