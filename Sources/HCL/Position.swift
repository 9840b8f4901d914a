extension HCL {
    /// A place in a file.
    public struct Position: Hashable, Sendable, CustomStringConvertible {
        /// The file, as whoever reads it calls it.
        public let file: String
        /// The line, from 1 on.
        public let line: Int
        /// The column, from 1 on, in code points.
        public let column: Int

        /// A place in a file; without line and column its beginning.
        public init(file: String, line: Int = 1, column: Int = 1) {
            self.file = file
            self.line = line
            self.column = column
        }

        /// File, line and column with colons between them.
        public var description: String { "\(file):\(line):\(column)" }
    }
}
