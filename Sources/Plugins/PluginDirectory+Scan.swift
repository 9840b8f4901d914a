internal import Workflows
internal import GRPC
internal import Platform

extension PluginDirectory {
    /// How many plugins a folder can have.
    static let maximumCount = 256

    /// The plugin that a folder of this name in the directory holds.
    /// - Throws: `EndpointError` where its socket's path is too long.
    func plugin(_ id: String) throws(EndpointError) -> PluginConfiguration {
        PluginConfiguration(id: id, endpoint: try Endpoint("unix:\(path)/\(id)/csi.sock"), limits: limits)
    }

    /// The plugins whose sockets are there now, in the order of their IDs; and what can't be one. No plugins where there
    /// is no such folder.
    /// - Parameter watch: Is told of the folders before they are read, so that no change gets lost. One that it can't
    ///   watch is read all the same.
    /// - Throws: `Errno` where it is not known what is in the folder.
    func scan(_ watch: DirectoryWatch?) throws(Errno) -> (plugins: [PluginConfiguration], complaints: [String]) {
        var plugins: [PluginConfiguration] = []
        var complaints: [String] = []
        try? watch?.add(path)
        let names: [String]
        do throws(Errno) {
            names = try System.names(inDirectory: path)
        } catch {
            guard error.isAbsence else { throw error }
            return ([], ["the plugins' folder \(path) can't be read: \(error)"])
        }
        for name in names.sorted() where !name.hasPrefix(".") {
            guard name.unicodeScalars.allSatisfy(\.isPrintable) else {
                complaints.append("a folder in \(path) has control characters in its name, so it is no plugin")
                continue
            }
            try? watch?.add("\(path)/\(name)")
            do throws(EndpointError) {
                let plugin = try plugin(name)
                if System.socket(at: plugin.endpoint) != nil { plugins.append(plugin) }
            } catch {
                complaints.append("\(path)/\(name) is no plugin: \(error.reason)")
            }
        }
        if plugins.count > Self.maximumCount {
            complaints.append("\(path) has \(plugins.count) plugins; only the first \(Self.maximumCount) are served")
        }
        return (Array(plugins.prefix(Self.maximumCount)), complaints)
    }
}
