/// The path that a request is redirected to, as Go's server does it; nil where its own is clean.
///
/// Doubled slashes and dot segments go, and the folders whose contents are endpoints get their slash.
func cleanPath(_ path: String) -> String? {
    var kept: [Substring] = []
    for piece in path.split(separator: "/") {
        switch piece {
        case ".": continue
        case "..": _ = kept.popLast()
        default: kept.append(piece)
        }
    }
    var clean = "/" + kept.joined(separator: "/")
    if !kept.isEmpty, path.hasSuffix("/") || folders.contains(clean) { clean += "/" }
    return clean.utf8.elementsEqual(path.utf8) ? nil : clean
}

private let folders: Set<String> = ["/v1/volume/csi", "/v1/plugin/csi", "/v1/node", "/v1/namespace", "/v1/operation"]

/// The path with escapes for all that can't stand in one (RFC 3986 section 3.3).
func escapedPath(_ path: String) -> String {
    var escaped: [UInt8] = []
    for byte in path.utf8 {
        if isPathCharacter(byte) {
            escaped.append(byte)
        } else {
            let digits = Array("0123456789ABCDEF".utf8)
            escaped += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
    return String(decoding: escaped, as: UTF8.self)
}

private func isPathCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
    default: "/-._~!$&'()*+,;=:@".utf8.contains(byte)
    }
}
