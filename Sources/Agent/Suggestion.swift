/// A tail for an error about an unknown name: the nearest of the known ones, where one is near.
public func suggestion(for name: String, among known: [String], prefix: String = "") -> String {
    let wanted = Array(name.lowercased().utf8.prefix(100))
    let ranked = known.map { (name: $0, distance: distance(wanted, Array($0.lowercased().utf8))) }
    guard let nearest = ranked.min(by: { $0.distance < $1.distance }) else { return "" }
    guard nearest.distance <= max(2, nearest.name.utf8.count / 3) else { return "" }
    return "; the nearest is \(prefix)\(nearest.name)"
}

/// How many bytes have to be inserted, removed or replaced to make one text of the other.
private func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
    var row = Array(0...other.count)
    for (i, byte) in one.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, candidate) in other.enumerated() {
            let replaced = diagonal + (byte == candidate ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(replaced, min(row[j], diagonal) + 1)
        }
    }
    return row[other.count]
}
