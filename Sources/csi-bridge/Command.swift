import Agent

/// A command, or a group of them: what it takes, what its help says, and what it does.
struct Command: Sendable {
    /// The words that call it, such as `csi call`; empty for the program itself.
    let path: String
    /// One line that says what it does.
    let summary: String
    /// Calls to copy, without the program's name.
    var examples: [Example] = []
    /// Further text for the help.
    var notes: String = ""
    /// The names of what it takes beside options, all of them required.
    var operands: [String] = []
    var options: [Option] = []
    var subcommands: [Command] = []
    /// What it does; a group does nothing itself.
    var run: (@Sendable (Invocation) async throws -> Void)?

    /// A call, and what it is good for.
    struct Example: Sendable {
        let line: String
        let purpose: String

        init(_ line: String, _ purpose: String) {
            self.line = line
            self.purpose = purpose
        }
    }

    /// An option `--name VALUE`, `--name=VALUE` or, without a value, a flag `--name`; one dash does as well.
    struct Option: Sendable {
        let name: String
        /// What help calls the value; nil for a flag, which may be given as `--name=false`.
        let value: String?
        let help: String
        let isRequired: Bool
        let isRepeatable: Bool

        init(
            _ name: String,
            _ value: String? = nil,
            _ help: String,
            isRequired: Bool = false,
            isRepeatable: Bool = false
        ) {
            self.name = name
            self.value = value
            self.help = help
            self.isRequired = isRequired
            self.isRepeatable = isRepeatable
        }
    }

    /// The last word of the path.
    var name: String { path.split(separator: " ").last.map(String.init) ?? "" }
    /// The command as it is typed.
    var fullName: String { path.isEmpty ? "csi-bridge" : "csi-bridge \(path)" }
}

/// What a command was called with.
struct Invocation: Sendable {
    fileprivate(set) var operands: [String] = []
    private(set) var given: [String: [String]] = [:]

    /// The value of an option; nil where it was not given.
    subscript(_ option: String) -> String? { given[option]?.last }

    /// Every value of a repeatable option, in order.
    func values(_ option: String) -> [String] { given[option] ?? [] }

    /// Whether a flag is on.
    func flag(_ option: String, default isOn: Bool = false) -> Bool {
        self[option].map { $0 == "true" } ?? isOn
    }

    fileprivate mutating func add(_ value: String, to option: String) {
        given[option, default: []].append(value)
    }
}

/// A call that can't be carried out as it was written: the process ends with 2.
struct UsageError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// What the words of a command line ask for.
enum Request: Sendable {
    case help(Command)
    case run(Command, Invocation)
}

extension Command {
    /// Finds the command that the words name and reads its options.
    /// - Throws: ``UsageError`` within a ``Misuse``, which names the command.
    func parse(_ words: [String]) throws(Misuse) -> Request {
        guard subcommands.isEmpty else { return try parseGroup(words) }
        do throws(UsageError) {
            guard let invocation = try readInvocation(words) else { return .help(self) }
            return .run(self, invocation)
        } catch {
            throw Misuse(command: self, error: error)
        }
    }

    private func parseGroup(_ words: [String]) throws(Misuse) -> Request {
        guard let word = words.first else { throw Misuse(command: self, error: UsageError("a command is missing")) }
        if Self.isHelp(word) || word == "help" { return .help(self) }
        guard let command = subcommands.first(where: { $0.name == word }) else {
            throw Misuse(
                command: self,
                error: UsageError("no command \"\(word)\"\(suggestion(for: word, among: subcommands.map(\.name)))")
            )
        }
        return try command.parse(Array(words.dropFirst()))
    }

    /// What the words say; nil where they ask for help.
    private func readInvocation(_ words: [String]) throws(UsageError) -> Invocation? {
        var invocation = Invocation()
        var rest = words[...]
        var takesOptions = true
        while let word = rest.popFirst() {
            guard takesOptions, word.hasPrefix("-"), word != "-" else {
                guard invocation.operands.count < operands.count else {
                    throw UsageError("\"\(word)\" is one word too many")
                }
                invocation.operands.append(word)
                continue
            }
            if word == "--" {
                takesOptions = false
                continue
            }
            if Self.isHelp(word) { return nil }
            let parts = word.drop { $0 == "-" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let option = try option(named: String(parts.first ?? ""))
            guard option.isRepeatable || invocation[option.name] == nil else {
                throw UsageError("--\(option.name) is given twice")
            }
            let value: String? =
                if parts.count == 2 {
                    String(parts[1])
                } else if option.value == nil {
                    "true"
                } else {
                    rest.popFirst()
                }
            guard let value else { throw UsageError("--\(option.name) needs a value, \(option.value ?? "")") }
            guard option.value != nil || value == "true" || value == "false" else {
                throw UsageError("--\(option.name) is a flag: true or false")
            }
            invocation.add(value, to: option.name)
        }
        guard invocation.operands.count == operands.count else {
            throw UsageError("\(operands[invocation.operands.count]) is missing")
        }
        for option in options where option.isRequired && invocation[option.name] == nil {
            throw UsageError("--\(option.name) is missing")
        }
        return invocation
    }

    private func option(named name: String) throws(UsageError) -> Option {
        guard let option = options.first(where: { $0.name == name }) else {
            throw UsageError("no option --\(name)\(suggestion(for: name, among: options.map(\.name), prefix: "--"))")
        }
        return option
    }

    private static func isHelp(_ word: String) -> Bool {
        ["--help", "-help", "-h"].contains(word)
    }
}

/// Wrong usage of one command.
struct Misuse: Error {
    let command: Command
    let error: UsageError
}
