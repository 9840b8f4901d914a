internal import GRPC
internal import HCL
internal import Platform

/// What a key's value is read as, each with an error that names file, line, key and what is expected.
extension HCL.Item {
    func error(_ reason: String) -> ConfigurationError {
        ConfigurationError(reason, at: value.position)
    }

    private func expected(_ what: String) -> ConfigurationError {
        error("\"\(key)\" takes \(what), not \(value.kindName)")
    }

    /// - Throws: ``ConfigurationError`` where the key has labels.
    private func checkLabels() throws(ConfigurationError) {
        if let label = labels.first {
            throw ConfigurationError("\"\(key)\" takes no name before its value", at: label.position)
        }
    }

    func text() throws(ConfigurationError) -> String {
        try checkLabels()
        guard case .string(let text) = value.kind else { throw expected("a text in quotes") }
        guard !text.utf8.contains(0) else { throw error("\"\(key)\" holds U+0000") }
        return text
    }

    func bool() throws(ConfigurationError) -> Bool {
        try checkLabels()
        guard case .bool(let value) = value.kind else { throw expected("true or false") }
        return value
    }

    func integer(in range: ClosedRange<Int>) throws(ConfigurationError) -> Int {
        try checkLabels()
        guard case .number(let number) = value.kind else { throw expected("a whole number") }
        guard let value = number.int64.flatMap({ Int(exactly: $0) }), range.contains(value) else {
            throw error("\"\(key)\" takes \(range.lowerBound) to \(range.upperBound), not \(number.literal)")
        }
        return value
    }

    func duration(in range: ClosedRange<Duration>) throws(ConfigurationError) -> Duration {
        let text = try text()
        guard let duration = Duration(goText: text) else {
            throw error("\"\(key)\" takes a duration such as 500ms, 30s or 1m30s")
        }
        guard range.contains(duration) else {
            throw error("\"\(key)\" takes \(range.lowerBound) to \(range.upperBound)")
        }
        return duration
    }

    func ipAddress() throws(ConfigurationError) -> String {
        let text = try text()
        guard Host.isAddress(text) else { throw error("\"\(key)\" takes an IP address") }
        return text
    }

    /// The absolute path of a unix socket.
    func socketPath() throws(ConfigurationError) -> String {
        let path = try absolutePath()
        guard path.utf8.count <= Endpoint.maximumPathBytes else {
            throw error("\"\(key)\" takes a path of at most \(Endpoint.maximumPathBytes) bytes")
        }
        return path
    }

    func absolutePath() throws(ConfigurationError) -> String {
        let text = try text()
        guard text.hasPrefix("/") else { throw error("\"\(key)\" takes an absolute path") }
        return text
    }

    func name(_ rule: NameRule) throws(ConfigurationError) -> String {
        let text = try text()
        if let fault = rule.fault(in: text) { throw error(fault) }
        return text
    }

    /// One of the values that an enumeration has.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ make: (String) -> Choice?
    ) throws(ConfigurationError) -> Choice {
        let text = try text()
        guard let choice = make(text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw error("\"\(key)\" takes one of \(known)")
        }
        return choice
    }

    func block() throws(ConfigurationError) -> HCL.Body {
        try checkLabels()
        guard case .object(let body) = value.kind else { throw expected("a block") }
        return body
    }

    /// The named blocks that this is: `x "a" { }`, or several as `x { a { } b { } }`, which is how JSON writes them.
    func namedBlocks() throws(ConfigurationError) -> [(name: HCL.Label, body: HCL.Body)] {
        guard case .object(let body) = value.kind else { throw expected("a name and a block") }
        if let name = labels.first {
            guard labels.count == 1 else {
                throw ConfigurationError("\"\(key)\" takes one name before its block", at: labels[1].position)
            }
            return [(name, body)]
        }
        var blocks: [(name: HCL.Label, body: HCL.Body)] = []
        for item in body.items {
            guard case .object(let inner) = item.value.kind, item.labels.isEmpty else {
                throw ConfigurationError("\"\(key)\" takes a name before its block", at: position)
            }
            blocks.append((HCL.Label(text: item.key, position: item.position), inner))
        }
        return blocks
    }
}

extension HCL.Label {
    /// The name, where it is one.
    func checked(_ rule: NameRule) throws(ConfigurationError) -> String {
        if let fault = rule.fault(in: text) { throw ConfigurationError(fault, at: position) }
        return text
    }
}

extension HCL.Value {
    fileprivate var kindName: String {
        switch kind {
        case .string: "a text"
        case .number: "a number"
        case .bool(let value): "\(value)"
        case .list: "a list"
        case .object: "a block"
        }
    }
}
