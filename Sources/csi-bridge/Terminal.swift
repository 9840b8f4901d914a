import Glibc
import Platform

/// Standard output and standard error, written at once.
enum Terminal {
    /// Writes a text; where nobody can read it, the process ends with 1.
    static func print(_ text: String, terminator: String = "\n") {
        do {
            try File.write(Array((text + terminator).utf8), to: STDOUT_FILENO)
        } catch {
            printError("standard output can't be written to")
            exit(1)
        }
    }

    static func printError(_ text: String) {
        try? File.write(Array((text + "\n").utf8), to: STDERR_FILENO)
    }

    /// A text of a plugin on one line, without what would steer a terminal.
    static func printable(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .format:
                "\\u{\(String(scalar.value, radix: 16))}"
            default: String(scalar)
            }
        }.joined()
    }
}
