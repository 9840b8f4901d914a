/// The type of a value that a filter looks at.
///
/// It decides which fields exist, what a literal is read as and which operators apply. The integer types differ in what
/// literals they take and in error texts only.
public indirect enum FilterType: Hashable, Sendable {
    case string
    case bool
    case int
    case int64
    case uint64
    case float64
    case list(FilterType)
    case map(FilterType)
    /// The fields by name. A structure may be absent.
    case structure([String: FilterType])

    /// What Go calls the kind of type.
    var kind: String {
        switch self {
        case .string: "string"
        case .bool: "bool"
        case .int: "int"
        case .int64: "int64"
        case .uint64: "uint64"
        case .float64: "float64"
        case .list: "slice"
        case .map: "map"
        case .structure: "struct"
        }
    }

    /// What Go calls the type.
    var name: String {
        switch self {
        case .list(let item): "[]\(item.name)"
        case .map(let value): "map[string]\(value.name)"
        default: kind
        }
    }
}
