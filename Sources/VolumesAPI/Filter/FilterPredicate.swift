/// An expression that fits the type of what it selects from: every field exists, every literal has its type.
indirect enum FilterPredicate: Sendable {
    case not(FilterPredicate)
    case and([FilterPredicate])
    case or([FilterPredicate])
    case match(FilterPath, FilterTest, isNegated: Bool)
    case quantified(isAny: Bool, FilterPath, FilterCollection, FilterPredicate)
}

/// The way from a record's field, or from a bound name, to a value.
struct FilterPath: Sendable {
    enum Root: Sendable {
        case field(String)
        /// The name bound by the so-many-th `any` or `all` around, the outermost being 0, to its item or value.
        case item(Int)
        /// Likewise, to its index or key.
        case key(Int)
    }

    enum Step: Sendable {
        case field(String)
        case key(String)
        case index(Int)
    }

    let root: Root
    let steps: [Step]
}

/// What the selected value must pass.
enum FilterTest: Sendable {
    case equals(FilterConstant)
    /// The text has this part.
    case hasPart([UInt8])
    /// The map has this key, nil being one that no map has.
    case hasKey(String?)
    case hasItem(FilterConstant)
    case matches(RegularExpression)
    case isEmpty
    case isNil

    /// What holds for a key that the map lacks: it equals, contains and matches nothing, and is empty and nil.
    var holdsForMissing: Bool {
        switch self {
        case .isEmpty, .isNil: true
        default: false
        }
    }
}

/// A literal of the type of what it is compared with.
enum FilterConstant: Sendable {
    case string([UInt8])
    case bool(Bool)
    /// A number that no record holds, being beyond 63 bits, is nil.
    case integer(Int64?)
    case float(Double)

    /// Whether a value is this one; null is the zero of its type.
    func equals(_ value: FilterValue) -> Bool {
        switch (self, value) {
        case (.string(let bytes), .string(let text)): text.utf8.elementsEqual(bytes)
        case (.string(let bytes), .null): bytes.isEmpty
        case (.bool(let bool), .bool(let other)): bool == other
        case (.bool(let bool), .null): !bool
        case (.integer(let number), .integer(let other)): number == other
        case (.integer(let number), .null): number == 0
        case (.float(let number), .float(let other)): number == other
        case (.float(let number), .null): number == 0
        default: false
        }
    }
}

/// What `any` and `all` go over.
enum FilterCollection: Sendable {
    case list
    case map
}
