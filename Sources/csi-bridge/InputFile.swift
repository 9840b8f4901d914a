import Glibc
import Platform

/// A file that the user named, or standard input, read whole.
enum InputFile {
    /// What is taken at most, in bytes.
    static let maximumBytes = 64 << 20

    /// The text of a file.
    /// - Throws: ``UsageError`` where it can't be read, is too large or no UTF-8.
    static func text(atPath path: String) throws(UsageError) -> String {
        try text(named: path) { () throws(Errno) in try File.contents(of: path, limit: maximumBytes + 1) }
    }

    /// The text on standard input.
    /// - Throws: As for ``text(atPath:)``.
    static func standardInput() throws(UsageError) -> String {
        try text(named: "standard input") { () throws(Errno) in
            try File.rest(of: STDIN_FILENO, limit: maximumBytes + 1)
        }
    }

    private static func text(named name: String, _ read: () throws(Errno) -> [UInt8]) throws(UsageError) -> String {
        let contents: [UInt8]
        do {
            contents = try read()
        } catch {
            throw UsageError("\(name) can't be read: \(error)")
        }
        guard contents.count <= maximumBytes else { throw UsageError("\(name) is larger than \(maximumBytes) bytes") }
        guard let text = String(validating: contents, as: UTF8.self) else { throw UsageError("\(name) is no UTF-8") }
        return text
    }
}
