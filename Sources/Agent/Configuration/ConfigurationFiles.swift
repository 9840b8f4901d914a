internal import HCL
internal import Platform

/// The files that `-config` names.
enum ConfigurationFiles {
    /// The bodies of a file, or of the `*.hcl` and `*.json` files of a folder in the order of their names' bytes.
    static func read(_ path: String) throws(ConfigurationError) -> [HCL.Body] {
        var bodies: [HCL.Body] = []
        for file in try files(at: path) { bodies.append(try body(of: file)) }
        return bodies
    }

    private static func files(at path: String) throws(ConfigurationError) -> [String] {
        do throws(Errno) {
            return try Folder.names(at: path)
                .filter { !$0.hasPrefix(".") && ($0.hasSuffix(".hcl") || $0.hasSuffix(".json")) }
                .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
                .map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
        } catch {
            // What is no folder is a file.
            if error.isNoFolder { return [path] }
            throw ConfigurationError("\(path) can't be read: \(error.text)")
        }
    }

    private static func body(of file: String) throws(ConfigurationError) -> HCL.Body {
        let bytes: [UInt8]
        do {
            bytes = try File.contents(of: file, limit: HCL.maximumBytes + 1)
        } catch {
            throw ConfigurationError("\(file) can't be read: \(error.text)")
        }
        do {
            return try HCL.parse(bytes, file: file)
        } catch {
            throw ConfigurationError(error.description)
        }
    }
}
