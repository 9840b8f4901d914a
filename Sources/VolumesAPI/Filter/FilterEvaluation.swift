/// One record put to a predicate.
struct FilterEvaluation {
    let record: (String) -> FilterValue
    private var scopes: [Scope] = []
    private var steps = 0

    init(of record: @escaping (String) -> FilterValue) {
        self.record = record
    }

    /// What an `any` or `all` has bound at the moment.
    private struct Scope {
        let key: FilterValue
        let item: FilterValue
        let itemPath: [String]
    }

    mutating func holds(_ predicate: FilterPredicate) throws(FilterError) -> Bool {
        try work(1)
        switch predicate {
        case .not(let operand):
            return try !holds(operand)
        case .and(let operands):
            for operand in operands where try !holds(operand) { return false }
            return true
        case .or(let operands):
            for operand in operands where try holds(operand) { return true }
            return false
        case .match(let path, let test, let isNegated):
            guard let value = try value(at: path) else { return test.holdsForMissing != isNegated }
            return try passes(value, test) != isNegated
        case .quantified(let isAny, let path, let collection, let inner):
            return try holds(isAny, path, collection, inner)
        }
    }

    private mutating func holds(
        _ isAny: Bool,
        _ path: FilterPath,
        _ collection: FilterCollection,
        _ inner: FilterPredicate
    ) throws(FilterError) -> Bool {
        guard let value = try value(at: path) else { return !isAny }
        let collectionPath = parts(of: path)
        switch collection {
        case .list:
            for (index, item) in value.items.enumerated() {
                let scope = Scope(
                    key: .integer(Int64(index)),
                    item: item,
                    itemPath: collectionPath + ["\(index)"]
                )
                if try holds(inner, in: scope) == isAny { return isAny }
            }
        case .map:
            for (key, item) in value.entries {
                let scope = Scope(key: .string(key), item: item, itemPath: collectionPath + [key])
                if try holds(inner, in: scope) == isAny { return isAny }
            }
        }
        return !isAny
    }

    private mutating func holds(_ predicate: FilterPredicate, in scope: Scope) throws(FilterError) -> Bool {
        scopes.append(scope)
        defer { scopes.removeLast() }
        return try holds(predicate)
    }

    private mutating func work(_ count: Int) throws(FilterError) {
        steps += count
        if steps > FilterExpression.maximumSteps {
            throw .evaluation("takes more than \(FilterExpression.maximumSteps) steps for one record")
        }
    }

    // MARK: Selection

    /// The value, nil where its map lacks the key.
    private func value(at path: FilterPath) throws(FilterError) -> FilterValue? {
        var value =
            switch path.root {
            case .field(let name): record(name)
            case .item(let index): scopes[index].item
            case .key(let index): scopes[index].key
            }
        for (index, step) in path.steps.enumerated() {
            switch step {
            case .field(let name):
                if value == .null { throw failure(path, index) { ": at part \($0), invalid value kind: invalid" } }
                value = value.entries.value(exactly: name) ?? .null
            case .key(let key):
                if let entry = value.entries.value(exactly: key) {
                    value = entry
                } else if index == path.steps.count - 1 {
                    return nil
                } else {
                    throw failure(path, index) { " at part \($0): couldn't find key \(key.goQuoted)" }
                }
            case .index(let position):
                let items = value.items
                guard items.indices.contains(position) else {
                    throw failure(path, index) {
                        " at part \($0): index \(position) is out of range (length = \(items.count))"
                    }
                }
                value = items[position]
            }
        }
        return value
    }

    private func failure(_ path: FilterPath, _ step: Int, _ reason: (Int) -> String) -> FilterError {
        let parts = parts(of: path)
        return .notFound(parts, reason(parts.count - path.steps.count + step))
    }

    /// The parts that lead from the record to a value, for error texts.
    private func parts(of path: FilterPath) -> [String] {
        let root =
            switch path.root {
            case .field(let name): [name]
            case .item(let index), .key(let index): scopes[index].itemPath
            }
        return root
            + path.steps.map { step in
                switch step {
                case .field(let name), .key(let name): name
                case .index(let position): "\(position)"
                }
            }
    }

    // MARK: Tests

    private mutating func passes(_ value: FilterValue, _ test: FilterTest) throws(FilterError) -> Bool {
        switch test {
        case .equals(let constant):
            return constant.equals(value)
        case .hasPart(let part):
            try work(value.text.utf8.count)
            return RegularExpression.text(value.text, contains: part)
        case .hasKey(let key):
            return key.flatMap(value.entries.value(exactly:)) != nil
        case .hasItem(let constant):
            try work(value.items.count)
            return value.items.contains(where: constant.equals)
        case .matches(let expression):
            try work(value.text.utf8.count)
            return expression.matches(value.text)
        case .isEmpty:
            return value.text.isEmpty && value.items.isEmpty && value.entries.isEmpty
        case .isNil:
            return value == .null
        }
    }
}
