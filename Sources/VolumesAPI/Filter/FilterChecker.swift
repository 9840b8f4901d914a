/// Holds an expression against the type of the records, so that what can't be answered is refused even where there is
/// no record, and nothing about it is found out by trying.
struct FilterChecker {
    let fields: [String: FilterType]
    private var scopes: [Scope] = []
    private var patterns = 0

    init(fields: [String: FilterType]) {
        self.fields = fields
    }

    /// The names that an `any` or `all` binds.
    private struct Scope {
        let binding: FilterBinding
        let collection: FilterCollection
        let itemType: FilterType
        /// Leads to the first item, for error texts.
        let itemPath: [String]
    }

    mutating func check(_ syntax: FilterSyntax) throws(FilterError) -> FilterPredicate {
        switch syntax {
        case .not(let operand):
            return .not(try check(operand))
        case .and(let operands):
            return .and(try check(operands))
        case .or(let operands):
            return .or(try check(operands))
        case .match(let selector, let operation, let isNegated):
            let (path, type) = try resolve(selector)
            return .match(path, try test(operation, type, selector), isNegated: isNegated)
        case .quantified(let quantifier, let selector, let binding, let inner):
            return try check(quantifier, selector, binding, inner)
        }
    }

    private mutating func check(_ operands: [FilterSyntax]) throws(FilterError) -> [FilterPredicate] {
        var predicates: [FilterPredicate] = []
        for operand in operands { predicates.append(try check(operand)) }
        return predicates
    }

    private mutating func check(
        _ quantifier: FilterQuantifier,
        _ selector: FilterSelector,
        _ binding: FilterBinding,
        _ inner: FilterSyntax
    ) throws(FilterError) -> FilterPredicate {
        let (path, type) = try resolve(selector)
        if case .pair(let key?, let value?) = binding, key == value {
            throw .evaluation("\(key.goQuoted) cannot be used as a placeholder for both the index and the value")
        }
        let scope: Scope
        switch type {
        case .list(let item):
            let itemPath = absolutePath(selector.path) + ["0"]
            scope = Scope(binding: binding, collection: .list, itemType: item, itemPath: itemPath)
        case .map(let value):
            let itemPath = absolutePath(selector.path) + ["*"]
            scope = Scope(binding: binding, collection: .map, itemType: value, itemPath: itemPath)
        default:
            throw .evaluation("\(selector.description) is not a list or a map")
        }
        scopes.append(scope)
        let predicate = try check(inner)
        scopes.removeLast()
        return .quantified(isAny: quantifier == .any, path, scope.collection, predicate)
    }

    // MARK: Selectors

    private enum Start {
        case field
        case item(Int, FilterType)
        case key(Int, FilterType)
    }

    /// What a selector's first part names: what is bound last wins over what is bound before, and that over fields.
    private func start(_ name: String) -> Start {
        for (index, scope) in scopes.enumerated().reversed() {
            switch (scope.binding, scope.collection) {
            case (.single(name), .list), (.pair(_, name?), _):
                return .item(index, scope.itemType)
            case (.single(name), .map), (.pair(name?, _), .map):
                return .key(index, .string)
            case (.pair(name?, _), .list):
                return .key(index, .int)
            default:
                continue
            }
        }
        return .field
    }

    /// The selector's parts with a bound name replaced by what it stands for.
    private func absolutePath(_ path: [String]) -> [String] {
        guard let name = path.first, case .item(let index, _) = start(name) else { return path }
        return scopes[index].itemPath + path.dropFirst()
    }

    private func resolve(_ selector: FilterSelector) throws(FilterError) -> (FilterPath, FilterType) {
        let name = selector.path[0]
        let path = absolutePath(selector.path)
        let root: FilterPath.Root
        var type: FilterType
        switch start(name) {
        case .item(let index, let itemType):
            (root, type) = (.item(index), itemType)
        case .key(let index, let keyType):
            guard selector.path.count == 1 else {
                throw .evaluation("/\(name) references a \(keyType.name) so /\(path.joined(separator: "/")) is invalid")
            }
            (root, type) = (.key(index), keyType)
        case .field:
            guard let fieldType = fields[name] else { throw unknownField(name, path, 0) }
            (root, type) = (.field(name), fieldType)
        }
        var steps: [FilterPath.Step] = []
        for (part, index) in zip(selector.path.dropFirst(), (path.count - selector.path.count + 1)...) {
            switch type {
            case .structure(let fields):
                guard let fieldType = fields[part] else { throw unknownField(part, path, index) }
                steps.append(.field(part))
                type = fieldType
            case .map(let value):
                steps.append(.key(part))
                type = value
            case .list(let item):
                guard let number = try? FilterLiteral(part).int64(), let position = Int(exactly: number) else {
                    throw .notFound(path, " at part \(index): couldn't convert value \(part.goQuoted) to type int")
                }
                steps.append(.index(position))
                type = item
            default:
                throw .notFound(path, ": at part \(index), invalid value kind: \(type.kind)")
            }
        }
        return (FilterPath(root: root, steps: steps), type)
    }

    private func unknownField(_ name: String, _ path: [String], _ index: Int) -> FilterError {
        .notFound(path, " at part \(index): couldn't find key: struct field with name \(name.goQuoted)")
    }

    // MARK: Operators

    private mutating func test(
        _ operation: FilterOperator,
        _ type: FilterType,
        _ selector: FilterSelector
    ) throws(FilterError) -> FilterTest {
        switch (operation, type) {
        case (.equals(let literal), _):
            guard let constant = try constant(literal, type) else {
                throw .evaluation("unable to find suitable primitive comparison function for matching")
            }
            return .equals(constant)
        case (.contains(let literal), .string):
            return .hasPart(literal.bytes)
        case (.contains(let literal), .map):
            return .hasKey(literal.text)
        case (.contains(let literal), .list(let item)):
            guard let constant = try constant(literal, item) else {
                throw .evaluation(#"unable to find suitable primitive comparison function for "in" comparison"#)
            }
            return .hasItem(constant)
        case (.contains(let literal), _):
            _ = try constant(literal, type)
            throw unsuitable("in/contains", type, selector)
        case (.matches(let literal), .string):
            return .matches(try pattern(literal))
        case (.matches, _):
            throw .evaluation("value of type \(type.name) is not convertible to []byte")
        case (.isEmpty, .string), (.isEmpty, .list), (.isEmpty, .map):
            return .isEmpty
        case (.isEmpty, _):
            throw unsuitable("is-empty", type, selector)
        case (.isNil, .list), (.isNil, .map), (.isNil, .structure):
            return .isNil
        case (.isNil, _):
            throw unsuitable("is-nil", type, selector)
        }
    }

    private func unsuitable(_ operation: String, _ type: FilterType, _ selector: FilterSelector) -> FilterError {
        .evaluation(
            "cannot perform \(operation) operations on type \(type.kind) "
                + "for selector: \(selector.description.goQuoted)"
        )
    }

    /// The literal as a value of the type; nil where such values have no literals.
    private func constant(_ literal: FilterLiteral, _ type: FilterType) throws(FilterError) -> FilterConstant? {
        switch type {
        case .string: .string(literal.bytes)
        case .bool: .bool(try literal.bool())
        case .int, .int64: .integer(try literal.int64())
        case .uint64: .integer(Int64(exactly: try literal.uint64()))
        case .float64: .float(try literal.float64())
        case .list, .map, .structure: nil
        }
    }

    private mutating func pattern(_ literal: FilterLiteral) throws(FilterError) -> RegularExpression {
        patterns += 1
        if patterns > FilterExpression.maximumPatterns {
            throw .evaluation("more than \(FilterExpression.maximumPatterns) regular expressions")
        }
        do {
            return try RegularExpression(literal.bytes)
        } catch {
            throw .evaluation(
                "failed to compile regular expression \(literal.quoted): error parsing regexp: \(error.description)"
            )
        }
    }
}
