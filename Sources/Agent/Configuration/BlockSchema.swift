internal import HCL

/// The keys that a kind of block has, and what each does to what the block sets.
struct BlockSchema<Target>: Sendable {
    typealias Setter = @Sendable (HCL.Item, inout Target) throws -> Void

    /// What errors call the block; empty for a whole file.
    let name: String
    let setters: [String: Setter]

    init(_ name: String, _ setters: [String: Setter]) {
        self.name = name
        self.setters = setters
    }

    /// Sets what a block says; of a key that repeats the last counts.
    func apply(_ body: HCL.Body, to target: inout Target) throws(ConfigurationError) {
        for item in body.items {
            guard let set = setters[item.key] else {
                let place = name.isEmpty ? "" : " in \"\(name)\""
                let near = suggestion(for: item.key, among: setters.keys.sorted())
                throw ConfigurationError(
                    "unknown key \(String(reflecting: item.key))\(place)\(near)",
                    at: item.position
                )
            }
            do {
                try set(item, &target)
            } catch let error as ConfigurationError {
                throw error
            } catch {
                throw ConfigurationError("\(error)", at: item.value.position)
            }
        }
    }
}
