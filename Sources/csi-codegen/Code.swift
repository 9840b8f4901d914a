/// Lines of code under way, with their indentation.
struct Code {
    private(set) var text = ""
    private var depth = 0

    mutating func line(_ line: String = "") {
        text += line.isEmpty ? "\n" : String(repeating: "    ", count: depth) + line + "\n"
    }

    /// A line that opens a block, the block's lines, and the brace that closes it.
    mutating func block(_ head: String, _ body: (inout Code) throws -> Void) rethrows {
        line(head + " {")
        depth += 1
        try body(&self)
        depth -= 1
        line("}")
    }

    /// A doc comment: the proto file's own, or a sentence where it has none.
    mutating func documentation(_ comment: String?, or sentence: String) {
        let lines = (comment ?? sentence).split(separator: "\n").map { $0.trimmingPrefix(" ") }
        for comment in lines where !comment.isEmpty {
            line("/// " + comment)
        }
    }
}
