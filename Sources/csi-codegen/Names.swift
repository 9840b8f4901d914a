/// How names of the proto file read in Swift and in the C that `protoc-c` writes.
enum Names {
    /// `volume_id` → `volumeID`, `SINGLE_NODE_WRITER` → `singleNodeWriter`.
    static func member(_ protoName: String) -> String {
        let words = protoName.lowercased().split(separator: "_").map(String.init)
        return words.enumerated().map { index, word in
            switch (index, word) {
            case (0, _): word
            case (_, "id"): "ID"
            case (_, "ids"): "IDs"
            default: word.prefix(1).uppercased() + word.dropFirst()
            }
        }.joined()
    }

    /// The type of a full proto name: `csi.v1.PluginCapability.Service.Type` → `PluginCapability.Service.Kind`.
    static func type(_ fullName: String) -> String {
        fullName.split(separator: ".").dropFirst(2).map { last(String($0)) }.joined(separator: ".")
    }

    /// The last part of a type's name. `Type` means something else in Swift.
    static func last(_ name: String) -> String {
        name == "Type" ? "Kind" : name
    }

    /// The type of a oneof: `access_type` → `AccessType`.
    static func oneofType(_ protoName: String) -> String {
        let member = member(protoName)
        return last(member.prefix(1).uppercased() + member.dropFirst())
    }

    /// A method's name as a Swift function's: `NodeGetInfo` → `nodeGetInfo`.
    static func function(_ protoName: String) -> String {
        protoName.prefix(1).lowercased() + protoName.dropFirst()
    }

    /// `csi.v1.VolumeCapability.MountVolume` → `Csi__V1__VolumeCapability__MountVolume`.
    static func cType(_ fullName: String) -> String {
        fullName.split(separator: ".").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: "__")
    }

    /// `csi.v1.Volume` → `csi__v1__volume__init`.
    static func cInitializer(_ fullName: String) -> String {
        cScope(fullName) + "__init"
    }

    /// `csi.v1.VolumeContentSource`, `type`, `snapshot` → `CSI__V1__VOLUME_CONTENT_SOURCE__TYPE_SNAPSHOT`.
    static func cOneofCase(_ fullName: String, _ oneof: String, _ field: String) -> String {
        "\(cScope(fullName))__\(oneof)_\(field)".uppercased()
    }

    private static func cScope(_ fullName: String) -> String {
        fullName.split(separator: ".").map { part in
            var result = ""
            var wasUpper = true
            for character in part {
                if character.isUppercase && !wasUpper { result += "_" }
                result += character.lowercased()
                wasUpper = character.isUppercase
            }
            return result
        }.joined(separator: "__")
    }
}
