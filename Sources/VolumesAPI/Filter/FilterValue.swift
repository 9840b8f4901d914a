/// A value that a filter looks at, of the shape that its ``FilterType`` says.
///
/// The caller leaves out what must not be selectable, secrets above all: what is not there can't be asked for.
public enum FilterValue: Hashable, Sendable {
    /// What is absent: a structure or list that was never given, and the zero of every other type.
    case null
    case string(String)
    case bool(Bool)
    case integer(Int64)
    case float(Double)
    case list([FilterValue])
    /// A map's entries, or a structure's fields; a field left out is ``null``.
    case map([String: FilterValue])

    /// The items of a list, none where it is null.
    var items: [FilterValue] {
        if case .list(let items) = self { items } else { [] }
    }

    /// The entries of a map or the fields of a structure, none where it is null.
    var entries: [String: FilterValue] {
        if case .map(let entries) = self { entries } else { [:] }
    }

    /// The text, empty where it is null.
    var text: String {
        if case .string(let text) = self { text } else { "" }
    }
}

extension [String: FilterValue] {
    /// The value of the key of exactly these bytes; Swift takes texts for equal that Unicode takes for equal.
    func value(exactly key: String) -> FilterValue? {
        guard let index = index(forKey: key), self[index].key.utf8.elementsEqual(key.utf8) else { return nil }
        return self[index].value
    }
}
