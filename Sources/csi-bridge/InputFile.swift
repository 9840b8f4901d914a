import Foundation

/// A file that the user named, or standard input, read whole.
enum InputFile {
    /// What is taken at most, in bytes.
    static let maximumBytes = 64 << 20

    /// The text of a file.
    /// - Throws: ``UsageError`` where it can't be read, is too large or no UTF-8.
    static func text(atPath path: String) throws(UsageError) -> String {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw UsageError("\(path) can't be read: \(String(cString: strerror(errno)))")
        }
        return try text(of: file, named: path)
    }

    /// The text on standard input.
    /// - Throws: As for ``text(atPath:)``.
    static func standardInput() throws(UsageError) -> String {
        try text(of: .standardInput, named: "standard input")
    }

    private static func text(of file: FileHandle, named name: String) throws(UsageError) -> String {
        let contents: Data
        do {
            contents = try file.read(upToCount: maximumBytes + 1) ?? Data()
        } catch {
            throw UsageError("\(name) can't be read")
        }
        guard contents.count <= maximumBytes else { throw UsageError("\(name) is larger than \(maximumBytes) bytes") }
        guard let text = String(validating: contents, as: UTF8.self) else { throw UsageError("\(name) is no UTF-8") }
        return text
    }
}
