// Generated from csi.proto by proto/generate. Do not edit.
internal import CProtobufC
internal import CSIProto

extension GetPluginInfoRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__GetPluginInfoRequest>) {
        csi__v1__get_plugin_info_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__GetPluginInfoRequest>, _ decoder: inout Decoder) {
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__GetPluginInfoRequest>, _ encoder: inout Encoder) {
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension GetPluginInfoResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__GetPluginInfoResponse>) {
        csi__v1__get_plugin_info_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__GetPluginInfoResponse>, _ decoder: inout Decoder) {
        name = decoder.string(c.pointee.name, .name, "GetPluginInfoResponse.name")
        vendorVersion = decoder.string(c.pointee.vendor_version, .name, "GetPluginInfoResponse.vendor_version")
        manifest = decoder.map(c.pointee.n_manifest, c.pointee.manifest, "GetPluginInfoResponse.manifest")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__GetPluginInfoResponse>, _ encoder: inout Encoder) {
        if !name.isEmpty { c.pointee.name = encoder.string(name, "GetPluginInfoResponse.name") }
        if !vendorVersion.isEmpty { c.pointee.vendor_version = encoder.string(vendorVersion, "GetPluginInfoResponse.vendor_version") }
        (c.pointee.n_manifest, c.pointee.manifest) = encoder.map(manifest, "GetPluginInfoResponse.manifest")
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Csi__V1__GetPluginInfoResponse__ManifestEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__GetPluginInfoResponse__ManifestEntry>) {
        csi__v1__get_plugin_info_response__manifest_entry__init(c)
    }
}

extension GetPluginCapabilitiesRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__GetPluginCapabilitiesRequest>) {
        csi__v1__get_plugin_capabilities_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__GetPluginCapabilitiesRequest>, _ decoder: inout Decoder) {
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__GetPluginCapabilitiesRequest>, _ encoder: inout Encoder) {
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension GetPluginCapabilitiesResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__GetPluginCapabilitiesResponse>) {
        csi__v1__get_plugin_capabilities_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__GetPluginCapabilitiesResponse>, _ decoder: inout Decoder) {
        capabilities = decoder.messages(c.pointee.n_capabilities, c.pointee.capabilities)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__GetPluginCapabilitiesResponse>, _ encoder: inout Encoder) {
        (c.pointee.n_capabilities, c.pointee.capabilities) = encoder.messages(capabilities)
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension PluginCapability: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__PluginCapability>) {
        csi__v1__plugin_capability__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__PluginCapability>, _ decoder: inout Decoder) {
        switch c.pointee.type_case {
            case CSI__V1__PLUGIN_CAPABILITY__TYPE_SERVICE:
                type = decoder.message(c.pointee.service).map { .service($0) }
            case CSI__V1__PLUGIN_CAPABILITY__TYPE_VOLUME_EXPANSION:
                type = decoder.message(c.pointee.volume_expansion).map { .volumeExpansion($0) }
            default: type = nil
        }
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__PluginCapability>, _ encoder: inout Encoder) {
        switch type {
            case .service(let value):
                c.pointee.type_case = CSI__V1__PLUGIN_CAPABILITY__TYPE_SERVICE
                c.pointee.service = encoder.message(value)
            case .volumeExpansion(let value):
                c.pointee.type_case = CSI__V1__PLUGIN_CAPABILITY__TYPE_VOLUME_EXPANSION
                c.pointee.volume_expansion = encoder.message(value)
            case nil: break
        }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension PluginCapability.Service: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__PluginCapability__Service>) {
        csi__v1__plugin_capability__service__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__PluginCapability__Service>, _ decoder: inout Decoder) {
        type = .init(rawValue: Int32(truncatingIfNeeded: c.pointee.type.rawValue))
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__PluginCapability__Service>, _ encoder: inout Encoder) {
        c.pointee.type = Csi__V1__PluginCapability__Service__Type(rawValue: .init(truncatingIfNeeded: type.rawValue))
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension PluginCapability.VolumeExpansion: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__PluginCapability__VolumeExpansion>) {
        csi__v1__plugin_capability__volume_expansion__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__PluginCapability__VolumeExpansion>, _ decoder: inout Decoder) {
        type = .init(rawValue: Int32(truncatingIfNeeded: c.pointee.type.rawValue))
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__PluginCapability__VolumeExpansion>, _ encoder: inout Encoder) {
        c.pointee.type = Csi__V1__PluginCapability__VolumeExpansion__Type(rawValue: .init(truncatingIfNeeded: type.rawValue))
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension ProbeRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ProbeRequest>) {
        csi__v1__probe_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ProbeRequest>, _ decoder: inout Decoder) {
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ProbeRequest>, _ encoder: inout Encoder) {
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension ProbeResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ProbeResponse>) {
        csi__v1__probe_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ProbeResponse>, _ decoder: inout Decoder) {
        ready = c.pointee.ready.map { $0.pointee.value != 0 }
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ProbeResponse>, _ encoder: inout Encoder) {
        c.pointee.ready = ready.map { encoder.wrapper($0) }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension CreateVolumeRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__CreateVolumeRequest>) {
        csi__v1__create_volume_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__CreateVolumeRequest>, _ decoder: inout Decoder) {
        name = decoder.string(c.pointee.name, .name, "CreateVolumeRequest.name")
        capacityRange = decoder.message(c.pointee.capacity_range)
        volumeCapabilities = decoder.messages(c.pointee.n_volume_capabilities, c.pointee.volume_capabilities)
        parameters = decoder.map(c.pointee.n_parameters, c.pointee.parameters, "CreateVolumeRequest.parameters")
        secrets = decoder.map(c.pointee.n_secrets, c.pointee.secrets, "CreateVolumeRequest.secrets")
        volumeContentSource = decoder.message(c.pointee.volume_content_source)
        accessibilityRequirements = decoder.message(c.pointee.accessibility_requirements)
        mutableParameters = decoder.map(c.pointee.n_mutable_parameters, c.pointee.mutable_parameters, "CreateVolumeRequest.mutable_parameters")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__CreateVolumeRequest>, _ encoder: inout Encoder) {
        if !name.isEmpty { c.pointee.name = encoder.string(name, "CreateVolumeRequest.name") }
        c.pointee.capacity_range = capacityRange.map { encoder.message($0) }
        (c.pointee.n_volume_capabilities, c.pointee.volume_capabilities) = encoder.messages(volumeCapabilities)
        (c.pointee.n_parameters, c.pointee.parameters) = encoder.map(parameters, "CreateVolumeRequest.parameters")
        (c.pointee.n_secrets, c.pointee.secrets) = encoder.map(secrets, "CreateVolumeRequest.secrets")
        c.pointee.volume_content_source = volumeContentSource.map { encoder.message($0) }
        c.pointee.accessibility_requirements = accessibilityRequirements.map { encoder.message($0) }
        (c.pointee.n_mutable_parameters, c.pointee.mutable_parameters) = encoder.map(mutableParameters, "CreateVolumeRequest.mutable_parameters")
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Csi__V1__CreateVolumeRequest__ParametersEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__CreateVolumeRequest__ParametersEntry>) {
        csi__v1__create_volume_request__parameters_entry__init(c)
    }
}

extension Csi__V1__CreateVolumeRequest__SecretsEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__CreateVolumeRequest__SecretsEntry>) {
        csi__v1__create_volume_request__secrets_entry__init(c)
    }
}

extension Csi__V1__CreateVolumeRequest__MutableParametersEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__CreateVolumeRequest__MutableParametersEntry>) {
        csi__v1__create_volume_request__mutable_parameters_entry__init(c)
    }
}

extension VolumeContentSource: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__VolumeContentSource>) {
        csi__v1__volume_content_source__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__VolumeContentSource>, _ decoder: inout Decoder) {
        switch c.pointee.type_case {
            case CSI__V1__VOLUME_CONTENT_SOURCE__TYPE_SNAPSHOT:
                type = decoder.message(c.pointee.snapshot).map { .snapshot($0) }
            case CSI__V1__VOLUME_CONTENT_SOURCE__TYPE_VOLUME:
                type = decoder.message(c.pointee.volume).map { .volume($0) }
            default: type = nil
        }
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__VolumeContentSource>, _ encoder: inout Encoder) {
        switch type {
            case .snapshot(let value):
                c.pointee.type_case = CSI__V1__VOLUME_CONTENT_SOURCE__TYPE_SNAPSHOT
                c.pointee.snapshot = encoder.message(value)
            case .volume(let value):
                c.pointee.type_case = CSI__V1__VOLUME_CONTENT_SOURCE__TYPE_VOLUME
                c.pointee.volume = encoder.message(value)
            case nil: break
        }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension VolumeContentSource.SnapshotSource: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__VolumeContentSource__SnapshotSource>) {
        csi__v1__volume_content_source__snapshot_source__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__VolumeContentSource__SnapshotSource>, _ decoder: inout Decoder) {
        snapshotID = decoder.string(c.pointee.snapshot_id, .name, "VolumeContentSource.SnapshotSource.snapshot_id")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__VolumeContentSource__SnapshotSource>, _ encoder: inout Encoder) {
        if !snapshotID.isEmpty { c.pointee.snapshot_id = encoder.string(snapshotID, "VolumeContentSource.SnapshotSource.snapshot_id") }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension VolumeContentSource.VolumeSource: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__VolumeContentSource__VolumeSource>) {
        csi__v1__volume_content_source__volume_source__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__VolumeContentSource__VolumeSource>, _ decoder: inout Decoder) {
        volumeID = decoder.string(c.pointee.volume_id, .name, "VolumeContentSource.VolumeSource.volume_id")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__VolumeContentSource__VolumeSource>, _ encoder: inout Encoder) {
        if !volumeID.isEmpty { c.pointee.volume_id = encoder.string(volumeID, "VolumeContentSource.VolumeSource.volume_id") }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension CreateVolumeResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__CreateVolumeResponse>) {
        csi__v1__create_volume_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__CreateVolumeResponse>, _ decoder: inout Decoder) {
        volume = decoder.message(c.pointee.volume)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__CreateVolumeResponse>, _ encoder: inout Encoder) {
        c.pointee.volume = volume.map { encoder.message($0) }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension VolumeCapability: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__VolumeCapability>) {
        csi__v1__volume_capability__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__VolumeCapability>, _ decoder: inout Decoder) {
        switch c.pointee.access_type_case {
            case CSI__V1__VOLUME_CAPABILITY__ACCESS_TYPE_BLOCK:
                accessType = decoder.message(c.pointee.block).map { .block($0) }
            case CSI__V1__VOLUME_CAPABILITY__ACCESS_TYPE_MOUNT:
                accessType = decoder.message(c.pointee.mount).map { .mount($0) }
            default: accessType = nil
        }
        accessMode = decoder.message(c.pointee.access_mode)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__VolumeCapability>, _ encoder: inout Encoder) {
        switch accessType {
            case .block(let value):
                c.pointee.access_type_case = CSI__V1__VOLUME_CAPABILITY__ACCESS_TYPE_BLOCK
                c.pointee.block = encoder.message(value)
            case .mount(let value):
                c.pointee.access_type_case = CSI__V1__VOLUME_CAPABILITY__ACCESS_TYPE_MOUNT
                c.pointee.mount = encoder.message(value)
            case nil: break
        }
        c.pointee.access_mode = accessMode.map { encoder.message($0) }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension VolumeCapability.BlockVolume: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__VolumeCapability__BlockVolume>) {
        csi__v1__volume_capability__block_volume__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__VolumeCapability__BlockVolume>, _ decoder: inout Decoder) {
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__VolumeCapability__BlockVolume>, _ encoder: inout Encoder) {
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension VolumeCapability.MountVolume: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__VolumeCapability__MountVolume>) {
        csi__v1__volume_capability__mount_volume__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__VolumeCapability__MountVolume>, _ decoder: inout Decoder) {
        fsType = decoder.string(c.pointee.fs_type, .name, "VolumeCapability.MountVolume.fs_type")
        mountFlags = decoder.strings(c.pointee.n_mount_flags, c.pointee.mount_flags, .mountFlags, "VolumeCapability.MountVolume.mount_flags")
        volumeMountGroup = decoder.string(c.pointee.volume_mount_group, .name, "VolumeCapability.MountVolume.volume_mount_group")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__VolumeCapability__MountVolume>, _ encoder: inout Encoder) {
        if !fsType.isEmpty { c.pointee.fs_type = encoder.string(fsType, "VolumeCapability.MountVolume.fs_type") }
        (c.pointee.n_mount_flags, c.pointee.mount_flags) = encoder.strings(mountFlags, "VolumeCapability.MountVolume.mount_flags")
        if !volumeMountGroup.isEmpty { c.pointee.volume_mount_group = encoder.string(volumeMountGroup, "VolumeCapability.MountVolume.volume_mount_group") }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension VolumeCapability.AccessMode: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__VolumeCapability__AccessMode>) {
        csi__v1__volume_capability__access_mode__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__VolumeCapability__AccessMode>, _ decoder: inout Decoder) {
        mode = .init(rawValue: Int32(truncatingIfNeeded: c.pointee.mode.rawValue))
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__VolumeCapability__AccessMode>, _ encoder: inout Encoder) {
        c.pointee.mode = Csi__V1__VolumeCapability__AccessMode__Mode(rawValue: .init(truncatingIfNeeded: mode.rawValue))
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension CapacityRange: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__CapacityRange>) {
        csi__v1__capacity_range__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__CapacityRange>, _ decoder: inout Decoder) {
        requiredBytes = c.pointee.required_bytes
        limitBytes = c.pointee.limit_bytes
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__CapacityRange>, _ encoder: inout Encoder) {
        c.pointee.required_bytes = requiredBytes
        c.pointee.limit_bytes = limitBytes
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Volume: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__Volume>) {
        csi__v1__volume__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__Volume>, _ decoder: inout Decoder) {
        capacityBytes = c.pointee.capacity_bytes
        volumeID = decoder.string(c.pointee.volume_id, .name, "Volume.volume_id")
        volumeContext = decoder.map(c.pointee.n_volume_context, c.pointee.volume_context, "Volume.volume_context")
        contentSource = decoder.message(c.pointee.content_source)
        accessibleTopology = decoder.messages(c.pointee.n_accessible_topology, c.pointee.accessible_topology)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__Volume>, _ encoder: inout Encoder) {
        c.pointee.capacity_bytes = capacityBytes
        if !volumeID.isEmpty { c.pointee.volume_id = encoder.string(volumeID, "Volume.volume_id") }
        (c.pointee.n_volume_context, c.pointee.volume_context) = encoder.map(volumeContext, "Volume.volume_context")
        c.pointee.content_source = contentSource.map { encoder.message($0) }
        (c.pointee.n_accessible_topology, c.pointee.accessible_topology) = encoder.messages(accessibleTopology)
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Csi__V1__Volume__VolumeContextEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__Volume__VolumeContextEntry>) {
        csi__v1__volume__volume_context_entry__init(c)
    }
}

extension TopologyRequirement: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__TopologyRequirement>) {
        csi__v1__topology_requirement__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__TopologyRequirement>, _ decoder: inout Decoder) {
        requisite = decoder.messages(c.pointee.n_requisite, c.pointee.requisite)
        preferred = decoder.messages(c.pointee.n_preferred, c.pointee.preferred)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__TopologyRequirement>, _ encoder: inout Encoder) {
        (c.pointee.n_requisite, c.pointee.requisite) = encoder.messages(requisite)
        (c.pointee.n_preferred, c.pointee.preferred) = encoder.messages(preferred)
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Topology: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__Topology>) {
        csi__v1__topology__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__Topology>, _ decoder: inout Decoder) {
        segments = decoder.map(c.pointee.n_segments, c.pointee.segments, "Topology.segments")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__Topology>, _ encoder: inout Encoder) {
        (c.pointee.n_segments, c.pointee.segments) = encoder.map(segments, "Topology.segments")
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Csi__V1__Topology__SegmentsEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__Topology__SegmentsEntry>) {
        csi__v1__topology__segments_entry__init(c)
    }
}

extension DeleteVolumeRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__DeleteVolumeRequest>) {
        csi__v1__delete_volume_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__DeleteVolumeRequest>, _ decoder: inout Decoder) {
        volumeID = decoder.string(c.pointee.volume_id, .name, "DeleteVolumeRequest.volume_id")
        secrets = decoder.map(c.pointee.n_secrets, c.pointee.secrets, "DeleteVolumeRequest.secrets")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__DeleteVolumeRequest>, _ encoder: inout Encoder) {
        if !volumeID.isEmpty { c.pointee.volume_id = encoder.string(volumeID, "DeleteVolumeRequest.volume_id") }
        (c.pointee.n_secrets, c.pointee.secrets) = encoder.map(secrets, "DeleteVolumeRequest.secrets")
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Csi__V1__DeleteVolumeRequest__SecretsEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__DeleteVolumeRequest__SecretsEntry>) {
        csi__v1__delete_volume_request__secrets_entry__init(c)
    }
}

extension DeleteVolumeResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__DeleteVolumeResponse>) {
        csi__v1__delete_volume_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__DeleteVolumeResponse>, _ decoder: inout Decoder) {
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__DeleteVolumeResponse>, _ encoder: inout Encoder) {
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension ControllerPublishVolumeRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ControllerPublishVolumeRequest>) {
        csi__v1__controller_publish_volume_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ControllerPublishVolumeRequest>, _ decoder: inout Decoder) {
        volumeID = decoder.string(c.pointee.volume_id, .name, "ControllerPublishVolumeRequest.volume_id")
        nodeID = decoder.string(c.pointee.node_id, .nodeID, "ControllerPublishVolumeRequest.node_id")
        volumeCapability = decoder.message(c.pointee.volume_capability)
        readonly = c.pointee.readonly != 0
        secrets = decoder.map(c.pointee.n_secrets, c.pointee.secrets, "ControllerPublishVolumeRequest.secrets")
        volumeContext = decoder.map(c.pointee.n_volume_context, c.pointee.volume_context, "ControllerPublishVolumeRequest.volume_context")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ControllerPublishVolumeRequest>, _ encoder: inout Encoder) {
        if !volumeID.isEmpty { c.pointee.volume_id = encoder.string(volumeID, "ControllerPublishVolumeRequest.volume_id") }
        if !nodeID.isEmpty { c.pointee.node_id = encoder.string(nodeID, "ControllerPublishVolumeRequest.node_id") }
        c.pointee.volume_capability = volumeCapability.map { encoder.message($0) }
        c.pointee.readonly = readonly ? 1 : 0
        (c.pointee.n_secrets, c.pointee.secrets) = encoder.map(secrets, "ControllerPublishVolumeRequest.secrets")
        (c.pointee.n_volume_context, c.pointee.volume_context) = encoder.map(volumeContext, "ControllerPublishVolumeRequest.volume_context")
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Csi__V1__ControllerPublishVolumeRequest__SecretsEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ControllerPublishVolumeRequest__SecretsEntry>) {
        csi__v1__controller_publish_volume_request__secrets_entry__init(c)
    }
}

extension Csi__V1__ControllerPublishVolumeRequest__VolumeContextEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ControllerPublishVolumeRequest__VolumeContextEntry>) {
        csi__v1__controller_publish_volume_request__volume_context_entry__init(c)
    }
}

extension ControllerPublishVolumeResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ControllerPublishVolumeResponse>) {
        csi__v1__controller_publish_volume_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ControllerPublishVolumeResponse>, _ decoder: inout Decoder) {
        publishContext = decoder.map(c.pointee.n_publish_context, c.pointee.publish_context, "ControllerPublishVolumeResponse.publish_context")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ControllerPublishVolumeResponse>, _ encoder: inout Encoder) {
        (c.pointee.n_publish_context, c.pointee.publish_context) = encoder.map(publishContext, "ControllerPublishVolumeResponse.publish_context")
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Csi__V1__ControllerPublishVolumeResponse__PublishContextEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ControllerPublishVolumeResponse__PublishContextEntry>) {
        csi__v1__controller_publish_volume_response__publish_context_entry__init(c)
    }
}

extension ControllerUnpublishVolumeRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ControllerUnpublishVolumeRequest>) {
        csi__v1__controller_unpublish_volume_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ControllerUnpublishVolumeRequest>, _ decoder: inout Decoder) {
        volumeID = decoder.string(c.pointee.volume_id, .name, "ControllerUnpublishVolumeRequest.volume_id")
        nodeID = decoder.string(c.pointee.node_id, .nodeID, "ControllerUnpublishVolumeRequest.node_id")
        secrets = decoder.map(c.pointee.n_secrets, c.pointee.secrets, "ControllerUnpublishVolumeRequest.secrets")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ControllerUnpublishVolumeRequest>, _ encoder: inout Encoder) {
        if !volumeID.isEmpty { c.pointee.volume_id = encoder.string(volumeID, "ControllerUnpublishVolumeRequest.volume_id") }
        if !nodeID.isEmpty { c.pointee.node_id = encoder.string(nodeID, "ControllerUnpublishVolumeRequest.node_id") }
        (c.pointee.n_secrets, c.pointee.secrets) = encoder.map(secrets, "ControllerUnpublishVolumeRequest.secrets")
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Csi__V1__ControllerUnpublishVolumeRequest__SecretsEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ControllerUnpublishVolumeRequest__SecretsEntry>) {
        csi__v1__controller_unpublish_volume_request__secrets_entry__init(c)
    }
}

extension ControllerUnpublishVolumeResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ControllerUnpublishVolumeResponse>) {
        csi__v1__controller_unpublish_volume_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ControllerUnpublishVolumeResponse>, _ decoder: inout Decoder) {
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ControllerUnpublishVolumeResponse>, _ encoder: inout Encoder) {
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension ValidateVolumeCapabilitiesRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ValidateVolumeCapabilitiesRequest>) {
        csi__v1__validate_volume_capabilities_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ValidateVolumeCapabilitiesRequest>, _ decoder: inout Decoder) {
        volumeID = decoder.string(c.pointee.volume_id, .name, "ValidateVolumeCapabilitiesRequest.volume_id")
        volumeContext = decoder.map(c.pointee.n_volume_context, c.pointee.volume_context, "ValidateVolumeCapabilitiesRequest.volume_context")
        volumeCapabilities = decoder.messages(c.pointee.n_volume_capabilities, c.pointee.volume_capabilities)
        parameters = decoder.map(c.pointee.n_parameters, c.pointee.parameters, "ValidateVolumeCapabilitiesRequest.parameters")
        secrets = decoder.map(c.pointee.n_secrets, c.pointee.secrets, "ValidateVolumeCapabilitiesRequest.secrets")
        mutableParameters = decoder.map(c.pointee.n_mutable_parameters, c.pointee.mutable_parameters, "ValidateVolumeCapabilitiesRequest.mutable_parameters")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ValidateVolumeCapabilitiesRequest>, _ encoder: inout Encoder) {
        if !volumeID.isEmpty { c.pointee.volume_id = encoder.string(volumeID, "ValidateVolumeCapabilitiesRequest.volume_id") }
        (c.pointee.n_volume_context, c.pointee.volume_context) = encoder.map(volumeContext, "ValidateVolumeCapabilitiesRequest.volume_context")
        (c.pointee.n_volume_capabilities, c.pointee.volume_capabilities) = encoder.messages(volumeCapabilities)
        (c.pointee.n_parameters, c.pointee.parameters) = encoder.map(parameters, "ValidateVolumeCapabilitiesRequest.parameters")
        (c.pointee.n_secrets, c.pointee.secrets) = encoder.map(secrets, "ValidateVolumeCapabilitiesRequest.secrets")
        (c.pointee.n_mutable_parameters, c.pointee.mutable_parameters) = encoder.map(mutableParameters, "ValidateVolumeCapabilitiesRequest.mutable_parameters")
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Csi__V1__ValidateVolumeCapabilitiesRequest__VolumeContextEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ValidateVolumeCapabilitiesRequest__VolumeContextEntry>) {
        csi__v1__validate_volume_capabilities_request__volume_context_entry__init(c)
    }
}

extension Csi__V1__ValidateVolumeCapabilitiesRequest__ParametersEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ValidateVolumeCapabilitiesRequest__ParametersEntry>) {
        csi__v1__validate_volume_capabilities_request__parameters_entry__init(c)
    }
}

extension Csi__V1__ValidateVolumeCapabilitiesRequest__SecretsEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ValidateVolumeCapabilitiesRequest__SecretsEntry>) {
        csi__v1__validate_volume_capabilities_request__secrets_entry__init(c)
    }
}

extension Csi__V1__ValidateVolumeCapabilitiesRequest__MutableParametersEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ValidateVolumeCapabilitiesRequest__MutableParametersEntry>) {
        csi__v1__validate_volume_capabilities_request__mutable_parameters_entry__init(c)
    }
}

extension ValidateVolumeCapabilitiesResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ValidateVolumeCapabilitiesResponse>) {
        csi__v1__validate_volume_capabilities_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ValidateVolumeCapabilitiesResponse>, _ decoder: inout Decoder) {
        confirmed = decoder.message(c.pointee.confirmed)
        message = decoder.string(c.pointee.message, .text, "ValidateVolumeCapabilitiesResponse.message")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ValidateVolumeCapabilitiesResponse>, _ encoder: inout Encoder) {
        c.pointee.confirmed = confirmed.map { encoder.message($0) }
        if !message.isEmpty { c.pointee.message = encoder.string(message, "ValidateVolumeCapabilitiesResponse.message") }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension ValidateVolumeCapabilitiesResponse.Confirmed: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ValidateVolumeCapabilitiesResponse__Confirmed>) {
        csi__v1__validate_volume_capabilities_response__confirmed__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ValidateVolumeCapabilitiesResponse__Confirmed>, _ decoder: inout Decoder) {
        volumeContext = decoder.map(c.pointee.n_volume_context, c.pointee.volume_context, "ValidateVolumeCapabilitiesResponse.Confirmed.volume_context")
        volumeCapabilities = decoder.messages(c.pointee.n_volume_capabilities, c.pointee.volume_capabilities)
        parameters = decoder.map(c.pointee.n_parameters, c.pointee.parameters, "ValidateVolumeCapabilitiesResponse.Confirmed.parameters")
        mutableParameters = decoder.map(c.pointee.n_mutable_parameters, c.pointee.mutable_parameters, "ValidateVolumeCapabilitiesResponse.Confirmed.mutable_parameters")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ValidateVolumeCapabilitiesResponse__Confirmed>, _ encoder: inout Encoder) {
        (c.pointee.n_volume_context, c.pointee.volume_context) = encoder.map(volumeContext, "ValidateVolumeCapabilitiesResponse.Confirmed.volume_context")
        (c.pointee.n_volume_capabilities, c.pointee.volume_capabilities) = encoder.messages(volumeCapabilities)
        (c.pointee.n_parameters, c.pointee.parameters) = encoder.map(parameters, "ValidateVolumeCapabilitiesResponse.Confirmed.parameters")
        (c.pointee.n_mutable_parameters, c.pointee.mutable_parameters) = encoder.map(mutableParameters, "ValidateVolumeCapabilitiesResponse.Confirmed.mutable_parameters")
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Csi__V1__ValidateVolumeCapabilitiesResponse__Confirmed__VolumeContextEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ValidateVolumeCapabilitiesResponse__Confirmed__VolumeContextEntry>) {
        csi__v1__validate_volume_capabilities_response__confirmed__volume_context_entry__init(c)
    }
}

extension Csi__V1__ValidateVolumeCapabilitiesResponse__Confirmed__ParametersEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ValidateVolumeCapabilitiesResponse__Confirmed__ParametersEntry>) {
        csi__v1__validate_volume_capabilities_response__confirmed__parameters_entry__init(c)
    }
}

extension Csi__V1__ValidateVolumeCapabilitiesResponse__Confirmed__MutableParametersEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ValidateVolumeCapabilitiesResponse__Confirmed__MutableParametersEntry>) {
        csi__v1__validate_volume_capabilities_response__confirmed__mutable_parameters_entry__init(c)
    }
}

extension ListVolumesRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ListVolumesRequest>) {
        csi__v1__list_volumes_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ListVolumesRequest>, _ decoder: inout Decoder) {
        maxEntries = c.pointee.max_entries
        startingToken = decoder.string(c.pointee.starting_token, .name, "ListVolumesRequest.starting_token")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ListVolumesRequest>, _ encoder: inout Encoder) {
        c.pointee.max_entries = maxEntries
        if !startingToken.isEmpty { c.pointee.starting_token = encoder.string(startingToken, "ListVolumesRequest.starting_token") }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension ListVolumesResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ListVolumesResponse>) {
        csi__v1__list_volumes_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ListVolumesResponse>, _ decoder: inout Decoder) {
        entries = decoder.messages(c.pointee.n_entries, c.pointee.entries)
        nextToken = decoder.string(c.pointee.next_token, .name, "ListVolumesResponse.next_token")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ListVolumesResponse>, _ encoder: inout Encoder) {
        (c.pointee.n_entries, c.pointee.entries) = encoder.messages(entries)
        if !nextToken.isEmpty { c.pointee.next_token = encoder.string(nextToken, "ListVolumesResponse.next_token") }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension ListVolumesResponse.VolumeStatus: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ListVolumesResponse__VolumeStatus>) {
        csi__v1__list_volumes_response__volume_status__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ListVolumesResponse__VolumeStatus>, _ decoder: inout Decoder) {
        publishedNodeIDs = decoder.strings(c.pointee.n_published_node_ids, c.pointee.published_node_ids, .nodeID, "ListVolumesResponse.VolumeStatus.published_node_ids")
        volumeCondition = decoder.message(c.pointee.volume_condition)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ListVolumesResponse__VolumeStatus>, _ encoder: inout Encoder) {
        (c.pointee.n_published_node_ids, c.pointee.published_node_ids) = encoder.strings(publishedNodeIDs, "ListVolumesResponse.VolumeStatus.published_node_ids")
        c.pointee.volume_condition = volumeCondition.map { encoder.message($0) }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension ListVolumesResponse.Entry: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ListVolumesResponse__Entry>) {
        csi__v1__list_volumes_response__entry__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ListVolumesResponse__Entry>, _ decoder: inout Decoder) {
        volume = decoder.message(c.pointee.volume)
        status = decoder.message(c.pointee.status)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ListVolumesResponse__Entry>, _ encoder: inout Encoder) {
        c.pointee.volume = volume.map { encoder.message($0) }
        c.pointee.status = status.map { encoder.message($0) }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension ControllerListVolumeHealthRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ControllerListVolumeHealthRequest>) {
        csi__v1__controller_list_volume_health_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ControllerListVolumeHealthRequest>, _ decoder: inout Decoder) {
        maxEntries = c.pointee.max_entries
        startingToken = decoder.string(c.pointee.starting_token, .name, "ControllerListVolumeHealthRequest.starting_token")
        secrets = decoder.map(c.pointee.n_secrets, c.pointee.secrets, "ControllerListVolumeHealthRequest.secrets")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ControllerListVolumeHealthRequest>, _ encoder: inout Encoder) {
        c.pointee.max_entries = maxEntries
        if !startingToken.isEmpty { c.pointee.starting_token = encoder.string(startingToken, "ControllerListVolumeHealthRequest.starting_token") }
        (c.pointee.n_secrets, c.pointee.secrets) = encoder.map(secrets, "ControllerListVolumeHealthRequest.secrets")
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Csi__V1__ControllerListVolumeHealthRequest__SecretsEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ControllerListVolumeHealthRequest__SecretsEntry>) {
        csi__v1__controller_list_volume_health_request__secrets_entry__init(c)
    }
}

extension ControllerListVolumeHealthResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ControllerListVolumeHealthResponse>) {
        csi__v1__controller_list_volume_health_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ControllerListVolumeHealthResponse>, _ decoder: inout Decoder) {
        entries = decoder.messages(c.pointee.n_entries, c.pointee.entries)
        nextToken = decoder.string(c.pointee.next_token, .name, "ControllerListVolumeHealthResponse.next_token")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ControllerListVolumeHealthResponse>, _ encoder: inout Encoder) {
        (c.pointee.n_entries, c.pointee.entries) = encoder.messages(entries)
        if !nextToken.isEmpty { c.pointee.next_token = encoder.string(nextToken, "ControllerListVolumeHealthResponse.next_token") }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension VolumeHealth: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__VolumeHealth>) {
        csi__v1__volume_health__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__VolumeHealth>, _ decoder: inout Decoder) {
        volumeID = decoder.string(c.pointee.volume_id, .name, "VolumeHealth.volume_id")
        healthStatuses = decoder.messages(c.pointee.n_health_statuses, c.pointee.health_statuses)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__VolumeHealth>, _ encoder: inout Encoder) {
        if !volumeID.isEmpty { c.pointee.volume_id = encoder.string(volumeID, "VolumeHealth.volume_id") }
        (c.pointee.n_health_statuses, c.pointee.health_statuses) = encoder.messages(healthStatuses)
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension VolumeHealth.VolumeHealthEntry: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__VolumeHealth__VolumeHealthEntry>) {
        csi__v1__volume_health__volume_health_entry__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__VolumeHealth__VolumeHealthEntry>, _ decoder: inout Decoder) {
        status = .init(rawValue: Int32(truncatingIfNeeded: c.pointee.status.rawValue))
        reason = decoder.string(c.pointee.reason, .text, "VolumeHealth.VolumeHealthEntry.reason")
        message = decoder.string(c.pointee.message, .text, "VolumeHealth.VolumeHealthEntry.message")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__VolumeHealth__VolumeHealthEntry>, _ encoder: inout Encoder) {
        c.pointee.status = Csi__V1__VolumeHealthErrorType(rawValue: .init(truncatingIfNeeded: status.rawValue))
        if !reason.isEmpty { c.pointee.reason = encoder.string(reason, "VolumeHealth.VolumeHealthEntry.reason") }
        if !message.isEmpty { c.pointee.message = encoder.string(message, "VolumeHealth.VolumeHealthEntry.message") }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension ControllerGetVolumeHealthRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ControllerGetVolumeHealthRequest>) {
        csi__v1__controller_get_volume_health_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ControllerGetVolumeHealthRequest>, _ decoder: inout Decoder) {
        volumeID = decoder.string(c.pointee.volume_id, .name, "ControllerGetVolumeHealthRequest.volume_id")
        secrets = decoder.map(c.pointee.n_secrets, c.pointee.secrets, "ControllerGetVolumeHealthRequest.secrets")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ControllerGetVolumeHealthRequest>, _ encoder: inout Encoder) {
        if !volumeID.isEmpty { c.pointee.volume_id = encoder.string(volumeID, "ControllerGetVolumeHealthRequest.volume_id") }
        (c.pointee.n_secrets, c.pointee.secrets) = encoder.map(secrets, "ControllerGetVolumeHealthRequest.secrets")
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Csi__V1__ControllerGetVolumeHealthRequest__SecretsEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ControllerGetVolumeHealthRequest__SecretsEntry>) {
        csi__v1__controller_get_volume_health_request__secrets_entry__init(c)
    }
}

extension ControllerGetVolumeHealthResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ControllerGetVolumeHealthResponse>) {
        csi__v1__controller_get_volume_health_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ControllerGetVolumeHealthResponse>, _ decoder: inout Decoder) {
        volumeHealth = decoder.message(c.pointee.volume_health)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ControllerGetVolumeHealthResponse>, _ encoder: inout Encoder) {
        c.pointee.volume_health = volumeHealth.map { encoder.message($0) }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension ControllerGetVolumeRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ControllerGetVolumeRequest>) {
        csi__v1__controller_get_volume_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ControllerGetVolumeRequest>, _ decoder: inout Decoder) {
        volumeID = decoder.string(c.pointee.volume_id, .name, "ControllerGetVolumeRequest.volume_id")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ControllerGetVolumeRequest>, _ encoder: inout Encoder) {
        if !volumeID.isEmpty { c.pointee.volume_id = encoder.string(volumeID, "ControllerGetVolumeRequest.volume_id") }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension ControllerGetVolumeResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ControllerGetVolumeResponse>) {
        csi__v1__controller_get_volume_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ControllerGetVolumeResponse>, _ decoder: inout Decoder) {
        volume = decoder.message(c.pointee.volume)
        status = decoder.message(c.pointee.status)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ControllerGetVolumeResponse>, _ encoder: inout Encoder) {
        c.pointee.volume = volume.map { encoder.message($0) }
        c.pointee.status = status.map { encoder.message($0) }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension ControllerGetVolumeResponse.VolumeStatus: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ControllerGetVolumeResponse__VolumeStatus>) {
        csi__v1__controller_get_volume_response__volume_status__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ControllerGetVolumeResponse__VolumeStatus>, _ decoder: inout Decoder) {
        publishedNodeIDs = decoder.strings(c.pointee.n_published_node_ids, c.pointee.published_node_ids, .nodeID, "ControllerGetVolumeResponse.VolumeStatus.published_node_ids")
        volumeCondition = decoder.message(c.pointee.volume_condition)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ControllerGetVolumeResponse__VolumeStatus>, _ encoder: inout Encoder) {
        (c.pointee.n_published_node_ids, c.pointee.published_node_ids) = encoder.strings(publishedNodeIDs, "ControllerGetVolumeResponse.VolumeStatus.published_node_ids")
        c.pointee.volume_condition = volumeCondition.map { encoder.message($0) }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension ControllerModifyVolumeRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ControllerModifyVolumeRequest>) {
        csi__v1__controller_modify_volume_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ControllerModifyVolumeRequest>, _ decoder: inout Decoder) {
        volumeID = decoder.string(c.pointee.volume_id, .name, "ControllerModifyVolumeRequest.volume_id")
        secrets = decoder.map(c.pointee.n_secrets, c.pointee.secrets, "ControllerModifyVolumeRequest.secrets")
        mutableParameters = decoder.map(c.pointee.n_mutable_parameters, c.pointee.mutable_parameters, "ControllerModifyVolumeRequest.mutable_parameters")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ControllerModifyVolumeRequest>, _ encoder: inout Encoder) {
        if !volumeID.isEmpty { c.pointee.volume_id = encoder.string(volumeID, "ControllerModifyVolumeRequest.volume_id") }
        (c.pointee.n_secrets, c.pointee.secrets) = encoder.map(secrets, "ControllerModifyVolumeRequest.secrets")
        (c.pointee.n_mutable_parameters, c.pointee.mutable_parameters) = encoder.map(mutableParameters, "ControllerModifyVolumeRequest.mutable_parameters")
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Csi__V1__ControllerModifyVolumeRequest__SecretsEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ControllerModifyVolumeRequest__SecretsEntry>) {
        csi__v1__controller_modify_volume_request__secrets_entry__init(c)
    }
}

extension Csi__V1__ControllerModifyVolumeRequest__MutableParametersEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ControllerModifyVolumeRequest__MutableParametersEntry>) {
        csi__v1__controller_modify_volume_request__mutable_parameters_entry__init(c)
    }
}

extension ControllerModifyVolumeResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ControllerModifyVolumeResponse>) {
        csi__v1__controller_modify_volume_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ControllerModifyVolumeResponse>, _ decoder: inout Decoder) {
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ControllerModifyVolumeResponse>, _ encoder: inout Encoder) {
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension GetCapacityRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__GetCapacityRequest>) {
        csi__v1__get_capacity_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__GetCapacityRequest>, _ decoder: inout Decoder) {
        volumeCapabilities = decoder.messages(c.pointee.n_volume_capabilities, c.pointee.volume_capabilities)
        parameters = decoder.map(c.pointee.n_parameters, c.pointee.parameters, "GetCapacityRequest.parameters")
        accessibleTopology = decoder.message(c.pointee.accessible_topology)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__GetCapacityRequest>, _ encoder: inout Encoder) {
        (c.pointee.n_volume_capabilities, c.pointee.volume_capabilities) = encoder.messages(volumeCapabilities)
        (c.pointee.n_parameters, c.pointee.parameters) = encoder.map(parameters, "GetCapacityRequest.parameters")
        c.pointee.accessible_topology = accessibleTopology.map { encoder.message($0) }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Csi__V1__GetCapacityRequest__ParametersEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__GetCapacityRequest__ParametersEntry>) {
        csi__v1__get_capacity_request__parameters_entry__init(c)
    }
}

extension GetCapacityResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__GetCapacityResponse>) {
        csi__v1__get_capacity_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__GetCapacityResponse>, _ decoder: inout Decoder) {
        availableCapacity = c.pointee.available_capacity
        maximumVolumeSize = c.pointee.maximum_volume_size.map { $0.pointee.value }
        minimumVolumeSize = c.pointee.minimum_volume_size.map { $0.pointee.value }
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__GetCapacityResponse>, _ encoder: inout Encoder) {
        c.pointee.available_capacity = availableCapacity
        c.pointee.maximum_volume_size = maximumVolumeSize.map { encoder.wrapper($0) }
        c.pointee.minimum_volume_size = minimumVolumeSize.map { encoder.wrapper($0) }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension ControllerGetCapabilitiesRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ControllerGetCapabilitiesRequest>) {
        csi__v1__controller_get_capabilities_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ControllerGetCapabilitiesRequest>, _ decoder: inout Decoder) {
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ControllerGetCapabilitiesRequest>, _ encoder: inout Encoder) {
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension ControllerGetCapabilitiesResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ControllerGetCapabilitiesResponse>) {
        csi__v1__controller_get_capabilities_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ControllerGetCapabilitiesResponse>, _ decoder: inout Decoder) {
        capabilities = decoder.messages(c.pointee.n_capabilities, c.pointee.capabilities)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ControllerGetCapabilitiesResponse>, _ encoder: inout Encoder) {
        (c.pointee.n_capabilities, c.pointee.capabilities) = encoder.messages(capabilities)
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension ControllerServiceCapability: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ControllerServiceCapability>) {
        csi__v1__controller_service_capability__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ControllerServiceCapability>, _ decoder: inout Decoder) {
        switch c.pointee.type_case {
            case CSI__V1__CONTROLLER_SERVICE_CAPABILITY__TYPE_RPC:
                type = decoder.message(c.pointee.rpc).map { .rpc($0) }
            default: type = nil
        }
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ControllerServiceCapability>, _ encoder: inout Encoder) {
        switch type {
            case .rpc(let value):
                c.pointee.type_case = CSI__V1__CONTROLLER_SERVICE_CAPABILITY__TYPE_RPC
                c.pointee.rpc = encoder.message(value)
            case nil: break
        }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension ControllerServiceCapability.RPC: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ControllerServiceCapability__RPC>) {
        csi__v1__controller_service_capability__rpc__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ControllerServiceCapability__RPC>, _ decoder: inout Decoder) {
        type = .init(rawValue: Int32(truncatingIfNeeded: c.pointee.type.rawValue))
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ControllerServiceCapability__RPC>, _ encoder: inout Encoder) {
        c.pointee.type = Csi__V1__ControllerServiceCapability__RPC__Type(rawValue: .init(truncatingIfNeeded: type.rawValue))
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension CreateSnapshotRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__CreateSnapshotRequest>) {
        csi__v1__create_snapshot_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__CreateSnapshotRequest>, _ decoder: inout Decoder) {
        sourceVolumeID = decoder.string(c.pointee.source_volume_id, .name, "CreateSnapshotRequest.source_volume_id")
        name = decoder.string(c.pointee.name, .name, "CreateSnapshotRequest.name")
        secrets = decoder.map(c.pointee.n_secrets, c.pointee.secrets, "CreateSnapshotRequest.secrets")
        parameters = decoder.map(c.pointee.n_parameters, c.pointee.parameters, "CreateSnapshotRequest.parameters")
        accessibilityRequirements = decoder.message(c.pointee.accessibility_requirements)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__CreateSnapshotRequest>, _ encoder: inout Encoder) {
        if !sourceVolumeID.isEmpty { c.pointee.source_volume_id = encoder.string(sourceVolumeID, "CreateSnapshotRequest.source_volume_id") }
        if !name.isEmpty { c.pointee.name = encoder.string(name, "CreateSnapshotRequest.name") }
        (c.pointee.n_secrets, c.pointee.secrets) = encoder.map(secrets, "CreateSnapshotRequest.secrets")
        (c.pointee.n_parameters, c.pointee.parameters) = encoder.map(parameters, "CreateSnapshotRequest.parameters")
        c.pointee.accessibility_requirements = accessibilityRequirements.map { encoder.message($0) }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Csi__V1__CreateSnapshotRequest__SecretsEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__CreateSnapshotRequest__SecretsEntry>) {
        csi__v1__create_snapshot_request__secrets_entry__init(c)
    }
}

extension Csi__V1__CreateSnapshotRequest__ParametersEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__CreateSnapshotRequest__ParametersEntry>) {
        csi__v1__create_snapshot_request__parameters_entry__init(c)
    }
}

extension CreateSnapshotResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__CreateSnapshotResponse>) {
        csi__v1__create_snapshot_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__CreateSnapshotResponse>, _ decoder: inout Decoder) {
        snapshot = decoder.message(c.pointee.snapshot)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__CreateSnapshotResponse>, _ encoder: inout Encoder) {
        c.pointee.snapshot = snapshot.map { encoder.message($0) }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Snapshot: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__Snapshot>) {
        csi__v1__snapshot__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__Snapshot>, _ decoder: inout Decoder) {
        sizeBytes = c.pointee.size_bytes
        snapshotID = decoder.string(c.pointee.snapshot_id, .name, "Snapshot.snapshot_id")
        sourceVolumeID = decoder.string(c.pointee.source_volume_id, .name, "Snapshot.source_volume_id")
        creationTime = c.pointee.creation_time.map { Timestamp(seconds: $0.pointee.seconds, nanos: $0.pointee.nanos) }
        readyToUse = c.pointee.ready_to_use != 0
        groupSnapshotID = decoder.string(c.pointee.group_snapshot_id, .name, "Snapshot.group_snapshot_id")
        accessibleTopology = decoder.messages(c.pointee.n_accessible_topology, c.pointee.accessible_topology)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__Snapshot>, _ encoder: inout Encoder) {
        c.pointee.size_bytes = sizeBytes
        if !snapshotID.isEmpty { c.pointee.snapshot_id = encoder.string(snapshotID, "Snapshot.snapshot_id") }
        if !sourceVolumeID.isEmpty { c.pointee.source_volume_id = encoder.string(sourceVolumeID, "Snapshot.source_volume_id") }
        c.pointee.creation_time = creationTime.map { encoder.timestamp($0) }
        c.pointee.ready_to_use = readyToUse ? 1 : 0
        if !groupSnapshotID.isEmpty { c.pointee.group_snapshot_id = encoder.string(groupSnapshotID, "Snapshot.group_snapshot_id") }
        (c.pointee.n_accessible_topology, c.pointee.accessible_topology) = encoder.messages(accessibleTopology)
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension DeleteSnapshotRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__DeleteSnapshotRequest>) {
        csi__v1__delete_snapshot_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__DeleteSnapshotRequest>, _ decoder: inout Decoder) {
        snapshotID = decoder.string(c.pointee.snapshot_id, .name, "DeleteSnapshotRequest.snapshot_id")
        secrets = decoder.map(c.pointee.n_secrets, c.pointee.secrets, "DeleteSnapshotRequest.secrets")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__DeleteSnapshotRequest>, _ encoder: inout Encoder) {
        if !snapshotID.isEmpty { c.pointee.snapshot_id = encoder.string(snapshotID, "DeleteSnapshotRequest.snapshot_id") }
        (c.pointee.n_secrets, c.pointee.secrets) = encoder.map(secrets, "DeleteSnapshotRequest.secrets")
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Csi__V1__DeleteSnapshotRequest__SecretsEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__DeleteSnapshotRequest__SecretsEntry>) {
        csi__v1__delete_snapshot_request__secrets_entry__init(c)
    }
}

extension DeleteSnapshotResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__DeleteSnapshotResponse>) {
        csi__v1__delete_snapshot_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__DeleteSnapshotResponse>, _ decoder: inout Decoder) {
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__DeleteSnapshotResponse>, _ encoder: inout Encoder) {
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension ListSnapshotsRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ListSnapshotsRequest>) {
        csi__v1__list_snapshots_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ListSnapshotsRequest>, _ decoder: inout Decoder) {
        maxEntries = c.pointee.max_entries
        startingToken = decoder.string(c.pointee.starting_token, .name, "ListSnapshotsRequest.starting_token")
        sourceVolumeID = decoder.string(c.pointee.source_volume_id, .name, "ListSnapshotsRequest.source_volume_id")
        snapshotID = decoder.string(c.pointee.snapshot_id, .name, "ListSnapshotsRequest.snapshot_id")
        secrets = decoder.map(c.pointee.n_secrets, c.pointee.secrets, "ListSnapshotsRequest.secrets")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ListSnapshotsRequest>, _ encoder: inout Encoder) {
        c.pointee.max_entries = maxEntries
        if !startingToken.isEmpty { c.pointee.starting_token = encoder.string(startingToken, "ListSnapshotsRequest.starting_token") }
        if !sourceVolumeID.isEmpty { c.pointee.source_volume_id = encoder.string(sourceVolumeID, "ListSnapshotsRequest.source_volume_id") }
        if !snapshotID.isEmpty { c.pointee.snapshot_id = encoder.string(snapshotID, "ListSnapshotsRequest.snapshot_id") }
        (c.pointee.n_secrets, c.pointee.secrets) = encoder.map(secrets, "ListSnapshotsRequest.secrets")
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Csi__V1__ListSnapshotsRequest__SecretsEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ListSnapshotsRequest__SecretsEntry>) {
        csi__v1__list_snapshots_request__secrets_entry__init(c)
    }
}

extension ListSnapshotsResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ListSnapshotsResponse>) {
        csi__v1__list_snapshots_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ListSnapshotsResponse>, _ decoder: inout Decoder) {
        entries = decoder.messages(c.pointee.n_entries, c.pointee.entries)
        nextToken = decoder.string(c.pointee.next_token, .name, "ListSnapshotsResponse.next_token")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ListSnapshotsResponse>, _ encoder: inout Encoder) {
        (c.pointee.n_entries, c.pointee.entries) = encoder.messages(entries)
        if !nextToken.isEmpty { c.pointee.next_token = encoder.string(nextToken, "ListSnapshotsResponse.next_token") }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension ListSnapshotsResponse.Entry: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ListSnapshotsResponse__Entry>) {
        csi__v1__list_snapshots_response__entry__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ListSnapshotsResponse__Entry>, _ decoder: inout Decoder) {
        snapshot = decoder.message(c.pointee.snapshot)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ListSnapshotsResponse__Entry>, _ encoder: inout Encoder) {
        c.pointee.snapshot = snapshot.map { encoder.message($0) }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension GetSnapshotRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__GetSnapshotRequest>) {
        csi__v1__get_snapshot_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__GetSnapshotRequest>, _ decoder: inout Decoder) {
        snapshotID = decoder.string(c.pointee.snapshot_id, .name, "GetSnapshotRequest.snapshot_id")
        secrets = decoder.map(c.pointee.n_secrets, c.pointee.secrets, "GetSnapshotRequest.secrets")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__GetSnapshotRequest>, _ encoder: inout Encoder) {
        if !snapshotID.isEmpty { c.pointee.snapshot_id = encoder.string(snapshotID, "GetSnapshotRequest.snapshot_id") }
        (c.pointee.n_secrets, c.pointee.secrets) = encoder.map(secrets, "GetSnapshotRequest.secrets")
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Csi__V1__GetSnapshotRequest__SecretsEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__GetSnapshotRequest__SecretsEntry>) {
        csi__v1__get_snapshot_request__secrets_entry__init(c)
    }
}

extension GetSnapshotResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__GetSnapshotResponse>) {
        csi__v1__get_snapshot_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__GetSnapshotResponse>, _ decoder: inout Decoder) {
        snapshot = decoder.message(c.pointee.snapshot)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__GetSnapshotResponse>, _ encoder: inout Encoder) {
        c.pointee.snapshot = snapshot.map { encoder.message($0) }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension ControllerExpandVolumeRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ControllerExpandVolumeRequest>) {
        csi__v1__controller_expand_volume_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ControllerExpandVolumeRequest>, _ decoder: inout Decoder) {
        volumeID = decoder.string(c.pointee.volume_id, .name, "ControllerExpandVolumeRequest.volume_id")
        capacityRange = decoder.message(c.pointee.capacity_range)
        secrets = decoder.map(c.pointee.n_secrets, c.pointee.secrets, "ControllerExpandVolumeRequest.secrets")
        volumeCapability = decoder.message(c.pointee.volume_capability)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ControllerExpandVolumeRequest>, _ encoder: inout Encoder) {
        if !volumeID.isEmpty { c.pointee.volume_id = encoder.string(volumeID, "ControllerExpandVolumeRequest.volume_id") }
        c.pointee.capacity_range = capacityRange.map { encoder.message($0) }
        (c.pointee.n_secrets, c.pointee.secrets) = encoder.map(secrets, "ControllerExpandVolumeRequest.secrets")
        c.pointee.volume_capability = volumeCapability.map { encoder.message($0) }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Csi__V1__ControllerExpandVolumeRequest__SecretsEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ControllerExpandVolumeRequest__SecretsEntry>) {
        csi__v1__controller_expand_volume_request__secrets_entry__init(c)
    }
}

extension ControllerExpandVolumeResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__ControllerExpandVolumeResponse>) {
        csi__v1__controller_expand_volume_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__ControllerExpandVolumeResponse>, _ decoder: inout Decoder) {
        capacityBytes = c.pointee.capacity_bytes
        nodeExpansionRequired = c.pointee.node_expansion_required != 0
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__ControllerExpandVolumeResponse>, _ encoder: inout Encoder) {
        c.pointee.capacity_bytes = capacityBytes
        c.pointee.node_expansion_required = nodeExpansionRequired ? 1 : 0
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension NodeStageVolumeRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodeStageVolumeRequest>) {
        csi__v1__node_stage_volume_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__NodeStageVolumeRequest>, _ decoder: inout Decoder) {
        volumeID = decoder.string(c.pointee.volume_id, .name, "NodeStageVolumeRequest.volume_id")
        publishContext = decoder.map(c.pointee.n_publish_context, c.pointee.publish_context, "NodeStageVolumeRequest.publish_context")
        stagingTargetPath = decoder.string(c.pointee.staging_target_path, .path, "NodeStageVolumeRequest.staging_target_path")
        volumeCapability = decoder.message(c.pointee.volume_capability)
        secrets = decoder.map(c.pointee.n_secrets, c.pointee.secrets, "NodeStageVolumeRequest.secrets")
        volumeContext = decoder.map(c.pointee.n_volume_context, c.pointee.volume_context, "NodeStageVolumeRequest.volume_context")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__NodeStageVolumeRequest>, _ encoder: inout Encoder) {
        if !volumeID.isEmpty { c.pointee.volume_id = encoder.string(volumeID, "NodeStageVolumeRequest.volume_id") }
        (c.pointee.n_publish_context, c.pointee.publish_context) = encoder.map(publishContext, "NodeStageVolumeRequest.publish_context")
        if !stagingTargetPath.isEmpty { c.pointee.staging_target_path = encoder.string(stagingTargetPath, "NodeStageVolumeRequest.staging_target_path") }
        c.pointee.volume_capability = volumeCapability.map { encoder.message($0) }
        (c.pointee.n_secrets, c.pointee.secrets) = encoder.map(secrets, "NodeStageVolumeRequest.secrets")
        (c.pointee.n_volume_context, c.pointee.volume_context) = encoder.map(volumeContext, "NodeStageVolumeRequest.volume_context")
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Csi__V1__NodeStageVolumeRequest__PublishContextEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodeStageVolumeRequest__PublishContextEntry>) {
        csi__v1__node_stage_volume_request__publish_context_entry__init(c)
    }
}

extension Csi__V1__NodeStageVolumeRequest__SecretsEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodeStageVolumeRequest__SecretsEntry>) {
        csi__v1__node_stage_volume_request__secrets_entry__init(c)
    }
}

extension Csi__V1__NodeStageVolumeRequest__VolumeContextEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodeStageVolumeRequest__VolumeContextEntry>) {
        csi__v1__node_stage_volume_request__volume_context_entry__init(c)
    }
}

extension NodeStageVolumeResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodeStageVolumeResponse>) {
        csi__v1__node_stage_volume_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__NodeStageVolumeResponse>, _ decoder: inout Decoder) {
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__NodeStageVolumeResponse>, _ encoder: inout Encoder) {
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension NodeUnstageVolumeRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodeUnstageVolumeRequest>) {
        csi__v1__node_unstage_volume_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__NodeUnstageVolumeRequest>, _ decoder: inout Decoder) {
        volumeID = decoder.string(c.pointee.volume_id, .name, "NodeUnstageVolumeRequest.volume_id")
        stagingTargetPath = decoder.string(c.pointee.staging_target_path, .path, "NodeUnstageVolumeRequest.staging_target_path")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__NodeUnstageVolumeRequest>, _ encoder: inout Encoder) {
        if !volumeID.isEmpty { c.pointee.volume_id = encoder.string(volumeID, "NodeUnstageVolumeRequest.volume_id") }
        if !stagingTargetPath.isEmpty { c.pointee.staging_target_path = encoder.string(stagingTargetPath, "NodeUnstageVolumeRequest.staging_target_path") }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension NodeUnstageVolumeResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodeUnstageVolumeResponse>) {
        csi__v1__node_unstage_volume_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__NodeUnstageVolumeResponse>, _ decoder: inout Decoder) {
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__NodeUnstageVolumeResponse>, _ encoder: inout Encoder) {
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension NodePublishVolumeRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodePublishVolumeRequest>) {
        csi__v1__node_publish_volume_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__NodePublishVolumeRequest>, _ decoder: inout Decoder) {
        volumeID = decoder.string(c.pointee.volume_id, .name, "NodePublishVolumeRequest.volume_id")
        publishContext = decoder.map(c.pointee.n_publish_context, c.pointee.publish_context, "NodePublishVolumeRequest.publish_context")
        stagingTargetPath = decoder.string(c.pointee.staging_target_path, .path, "NodePublishVolumeRequest.staging_target_path")
        targetPath = decoder.string(c.pointee.target_path, .path, "NodePublishVolumeRequest.target_path")
        volumeCapability = decoder.message(c.pointee.volume_capability)
        readonly = c.pointee.readonly != 0
        secrets = decoder.map(c.pointee.n_secrets, c.pointee.secrets, "NodePublishVolumeRequest.secrets")
        volumeContext = decoder.map(c.pointee.n_volume_context, c.pointee.volume_context, "NodePublishVolumeRequest.volume_context")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__NodePublishVolumeRequest>, _ encoder: inout Encoder) {
        if !volumeID.isEmpty { c.pointee.volume_id = encoder.string(volumeID, "NodePublishVolumeRequest.volume_id") }
        (c.pointee.n_publish_context, c.pointee.publish_context) = encoder.map(publishContext, "NodePublishVolumeRequest.publish_context")
        if !stagingTargetPath.isEmpty { c.pointee.staging_target_path = encoder.string(stagingTargetPath, "NodePublishVolumeRequest.staging_target_path") }
        if !targetPath.isEmpty { c.pointee.target_path = encoder.string(targetPath, "NodePublishVolumeRequest.target_path") }
        c.pointee.volume_capability = volumeCapability.map { encoder.message($0) }
        c.pointee.readonly = readonly ? 1 : 0
        (c.pointee.n_secrets, c.pointee.secrets) = encoder.map(secrets, "NodePublishVolumeRequest.secrets")
        (c.pointee.n_volume_context, c.pointee.volume_context) = encoder.map(volumeContext, "NodePublishVolumeRequest.volume_context")
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Csi__V1__NodePublishVolumeRequest__PublishContextEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodePublishVolumeRequest__PublishContextEntry>) {
        csi__v1__node_publish_volume_request__publish_context_entry__init(c)
    }
}

extension Csi__V1__NodePublishVolumeRequest__SecretsEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodePublishVolumeRequest__SecretsEntry>) {
        csi__v1__node_publish_volume_request__secrets_entry__init(c)
    }
}

extension Csi__V1__NodePublishVolumeRequest__VolumeContextEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodePublishVolumeRequest__VolumeContextEntry>) {
        csi__v1__node_publish_volume_request__volume_context_entry__init(c)
    }
}

extension NodePublishVolumeResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodePublishVolumeResponse>) {
        csi__v1__node_publish_volume_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__NodePublishVolumeResponse>, _ decoder: inout Decoder) {
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__NodePublishVolumeResponse>, _ encoder: inout Encoder) {
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension NodeUnpublishVolumeRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodeUnpublishVolumeRequest>) {
        csi__v1__node_unpublish_volume_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__NodeUnpublishVolumeRequest>, _ decoder: inout Decoder) {
        volumeID = decoder.string(c.pointee.volume_id, .name, "NodeUnpublishVolumeRequest.volume_id")
        targetPath = decoder.string(c.pointee.target_path, .path, "NodeUnpublishVolumeRequest.target_path")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__NodeUnpublishVolumeRequest>, _ encoder: inout Encoder) {
        if !volumeID.isEmpty { c.pointee.volume_id = encoder.string(volumeID, "NodeUnpublishVolumeRequest.volume_id") }
        if !targetPath.isEmpty { c.pointee.target_path = encoder.string(targetPath, "NodeUnpublishVolumeRequest.target_path") }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension NodeUnpublishVolumeResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodeUnpublishVolumeResponse>) {
        csi__v1__node_unpublish_volume_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__NodeUnpublishVolumeResponse>, _ decoder: inout Decoder) {
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__NodeUnpublishVolumeResponse>, _ encoder: inout Encoder) {
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension NodeGetVolumeStatsRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodeGetVolumeStatsRequest>) {
        csi__v1__node_get_volume_stats_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__NodeGetVolumeStatsRequest>, _ decoder: inout Decoder) {
        volumeID = decoder.string(c.pointee.volume_id, .name, "NodeGetVolumeStatsRequest.volume_id")
        volumePath = decoder.string(c.pointee.volume_path, .path, "NodeGetVolumeStatsRequest.volume_path")
        stagingTargetPath = decoder.string(c.pointee.staging_target_path, .path, "NodeGetVolumeStatsRequest.staging_target_path")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__NodeGetVolumeStatsRequest>, _ encoder: inout Encoder) {
        if !volumeID.isEmpty { c.pointee.volume_id = encoder.string(volumeID, "NodeGetVolumeStatsRequest.volume_id") }
        if !volumePath.isEmpty { c.pointee.volume_path = encoder.string(volumePath, "NodeGetVolumeStatsRequest.volume_path") }
        if !stagingTargetPath.isEmpty { c.pointee.staging_target_path = encoder.string(stagingTargetPath, "NodeGetVolumeStatsRequest.staging_target_path") }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension NodeGetVolumeStatsResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodeGetVolumeStatsResponse>) {
        csi__v1__node_get_volume_stats_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__NodeGetVolumeStatsResponse>, _ decoder: inout Decoder) {
        usage = decoder.messages(c.pointee.n_usage, c.pointee.usage)
        volumeCondition = decoder.message(c.pointee.volume_condition)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__NodeGetVolumeStatsResponse>, _ encoder: inout Encoder) {
        (c.pointee.n_usage, c.pointee.usage) = encoder.messages(usage)
        c.pointee.volume_condition = volumeCondition.map { encoder.message($0) }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension VolumeUsage: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__VolumeUsage>) {
        csi__v1__volume_usage__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__VolumeUsage>, _ decoder: inout Decoder) {
        available = c.pointee.available
        total = c.pointee.total
        used = c.pointee.used
        unit = .init(rawValue: Int32(truncatingIfNeeded: c.pointee.unit.rawValue))
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__VolumeUsage>, _ encoder: inout Encoder) {
        c.pointee.available = available
        c.pointee.total = total
        c.pointee.used = used
        c.pointee.unit = Csi__V1__VolumeUsage__Unit(rawValue: .init(truncatingIfNeeded: unit.rawValue))
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension NodeGetVolumeHealthRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodeGetVolumeHealthRequest>) {
        csi__v1__node_get_volume_health_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__NodeGetVolumeHealthRequest>, _ decoder: inout Decoder) {
        volumeID = decoder.string(c.pointee.volume_id, .name, "NodeGetVolumeHealthRequest.volume_id")
        volumePublishPath = decoder.string(c.pointee.volume_publish_path, .path, "NodeGetVolumeHealthRequest.volume_publish_path")
        stagingTargetPath = decoder.string(c.pointee.staging_target_path, .path, "NodeGetVolumeHealthRequest.staging_target_path")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__NodeGetVolumeHealthRequest>, _ encoder: inout Encoder) {
        if !volumeID.isEmpty { c.pointee.volume_id = encoder.string(volumeID, "NodeGetVolumeHealthRequest.volume_id") }
        if !volumePublishPath.isEmpty { c.pointee.volume_publish_path = encoder.string(volumePublishPath, "NodeGetVolumeHealthRequest.volume_publish_path") }
        if !stagingTargetPath.isEmpty { c.pointee.staging_target_path = encoder.string(stagingTargetPath, "NodeGetVolumeHealthRequest.staging_target_path") }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension NodeGetVolumeHealthResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodeGetVolumeHealthResponse>) {
        csi__v1__node_get_volume_health_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__NodeGetVolumeHealthResponse>, _ decoder: inout Decoder) {
        volumeHealth = decoder.message(c.pointee.volume_health)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__NodeGetVolumeHealthResponse>, _ encoder: inout Encoder) {
        c.pointee.volume_health = volumeHealth.map { encoder.message($0) }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension NodeGetStorageHealthRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodeGetStorageHealthRequest>) {
        csi__v1__node_get_storage_health_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__NodeGetStorageHealthRequest>, _ decoder: inout Decoder) {
        secrets = decoder.map(c.pointee.n_secrets, c.pointee.secrets, "NodeGetStorageHealthRequest.secrets")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__NodeGetStorageHealthRequest>, _ encoder: inout Encoder) {
        (c.pointee.n_secrets, c.pointee.secrets) = encoder.map(secrets, "NodeGetStorageHealthRequest.secrets")
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Csi__V1__NodeGetStorageHealthRequest__SecretsEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodeGetStorageHealthRequest__SecretsEntry>) {
        csi__v1__node_get_storage_health_request__secrets_entry__init(c)
    }
}

extension NodeGetStorageHealthResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodeGetStorageHealthResponse>) {
        csi__v1__node_get_storage_health_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__NodeGetStorageHealthResponse>, _ decoder: inout Decoder) {
        backendHealth = decoder.messages(c.pointee.n_backend_health, c.pointee.backend_health)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__NodeGetStorageHealthResponse>, _ encoder: inout Encoder) {
        (c.pointee.n_backend_health, c.pointee.backend_health) = encoder.messages(backendHealth)
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension NodeGetStorageHealthResponse.StorageBackendHealth: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodeGetStorageHealthResponse__StorageBackendHealth>) {
        csi__v1__node_get_storage_health_response__storage_backend_health__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__NodeGetStorageHealthResponse__StorageBackendHealth>, _ decoder: inout Decoder) {
        status = .init(rawValue: Int32(truncatingIfNeeded: c.pointee.status.rawValue))
        reason = decoder.string(c.pointee.reason, .text, "NodeGetStorageHealthResponse.StorageBackendHealth.reason")
        message = decoder.string(c.pointee.message, .text, "NodeGetStorageHealthResponse.StorageBackendHealth.message")
        volumeCapability = decoder.message(c.pointee.volume_capability)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__NodeGetStorageHealthResponse__StorageBackendHealth>, _ encoder: inout Encoder) {
        c.pointee.status = Csi__V1__StorageHealthErrorType(rawValue: .init(truncatingIfNeeded: status.rawValue))
        if !reason.isEmpty { c.pointee.reason = encoder.string(reason, "NodeGetStorageHealthResponse.StorageBackendHealth.reason") }
        if !message.isEmpty { c.pointee.message = encoder.string(message, "NodeGetStorageHealthResponse.StorageBackendHealth.message") }
        c.pointee.volume_capability = volumeCapability.map { encoder.message($0) }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension NodeGetCapabilitiesRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodeGetCapabilitiesRequest>) {
        csi__v1__node_get_capabilities_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__NodeGetCapabilitiesRequest>, _ decoder: inout Decoder) {
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__NodeGetCapabilitiesRequest>, _ encoder: inout Encoder) {
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension NodeGetCapabilitiesResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodeGetCapabilitiesResponse>) {
        csi__v1__node_get_capabilities_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__NodeGetCapabilitiesResponse>, _ decoder: inout Decoder) {
        capabilities = decoder.messages(c.pointee.n_capabilities, c.pointee.capabilities)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__NodeGetCapabilitiesResponse>, _ encoder: inout Encoder) {
        (c.pointee.n_capabilities, c.pointee.capabilities) = encoder.messages(capabilities)
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension NodeServiceCapability: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodeServiceCapability>) {
        csi__v1__node_service_capability__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__NodeServiceCapability>, _ decoder: inout Decoder) {
        switch c.pointee.type_case {
            case CSI__V1__NODE_SERVICE_CAPABILITY__TYPE_RPC:
                type = decoder.message(c.pointee.rpc).map { .rpc($0) }
            default: type = nil
        }
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__NodeServiceCapability>, _ encoder: inout Encoder) {
        switch type {
            case .rpc(let value):
                c.pointee.type_case = CSI__V1__NODE_SERVICE_CAPABILITY__TYPE_RPC
                c.pointee.rpc = encoder.message(value)
            case nil: break
        }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension NodeServiceCapability.RPC: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodeServiceCapability__RPC>) {
        csi__v1__node_service_capability__rpc__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__NodeServiceCapability__RPC>, _ decoder: inout Decoder) {
        type = .init(rawValue: Int32(truncatingIfNeeded: c.pointee.type.rawValue))
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__NodeServiceCapability__RPC>, _ encoder: inout Encoder) {
        c.pointee.type = Csi__V1__NodeServiceCapability__RPC__Type(rawValue: .init(truncatingIfNeeded: type.rawValue))
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension NodeGetInfoRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodeGetInfoRequest>) {
        csi__v1__node_get_info_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__NodeGetInfoRequest>, _ decoder: inout Decoder) {
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__NodeGetInfoRequest>, _ encoder: inout Encoder) {
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension NodeGetInfoResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodeGetInfoResponse>) {
        csi__v1__node_get_info_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__NodeGetInfoResponse>, _ decoder: inout Decoder) {
        nodeID = decoder.string(c.pointee.node_id, .nodeID, "NodeGetInfoResponse.node_id")
        maxVolumesPerNode = c.pointee.max_volumes_per_node
        accessibleTopology = decoder.message(c.pointee.accessible_topology)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__NodeGetInfoResponse>, _ encoder: inout Encoder) {
        if !nodeID.isEmpty { c.pointee.node_id = encoder.string(nodeID, "NodeGetInfoResponse.node_id") }
        c.pointee.max_volumes_per_node = maxVolumesPerNode
        c.pointee.accessible_topology = accessibleTopology.map { encoder.message($0) }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension NodeExpandVolumeRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodeExpandVolumeRequest>) {
        csi__v1__node_expand_volume_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__NodeExpandVolumeRequest>, _ decoder: inout Decoder) {
        volumeID = decoder.string(c.pointee.volume_id, .name, "NodeExpandVolumeRequest.volume_id")
        volumePath = decoder.string(c.pointee.volume_path, .path, "NodeExpandVolumeRequest.volume_path")
        capacityRange = decoder.message(c.pointee.capacity_range)
        stagingTargetPath = decoder.string(c.pointee.staging_target_path, .path, "NodeExpandVolumeRequest.staging_target_path")
        volumeCapability = decoder.message(c.pointee.volume_capability)
        secrets = decoder.map(c.pointee.n_secrets, c.pointee.secrets, "NodeExpandVolumeRequest.secrets")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__NodeExpandVolumeRequest>, _ encoder: inout Encoder) {
        if !volumeID.isEmpty { c.pointee.volume_id = encoder.string(volumeID, "NodeExpandVolumeRequest.volume_id") }
        if !volumePath.isEmpty { c.pointee.volume_path = encoder.string(volumePath, "NodeExpandVolumeRequest.volume_path") }
        c.pointee.capacity_range = capacityRange.map { encoder.message($0) }
        if !stagingTargetPath.isEmpty { c.pointee.staging_target_path = encoder.string(stagingTargetPath, "NodeExpandVolumeRequest.staging_target_path") }
        c.pointee.volume_capability = volumeCapability.map { encoder.message($0) }
        (c.pointee.n_secrets, c.pointee.secrets) = encoder.map(secrets, "NodeExpandVolumeRequest.secrets")
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Csi__V1__NodeExpandVolumeRequest__SecretsEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodeExpandVolumeRequest__SecretsEntry>) {
        csi__v1__node_expand_volume_request__secrets_entry__init(c)
    }
}

extension NodeExpandVolumeResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__NodeExpandVolumeResponse>) {
        csi__v1__node_expand_volume_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__NodeExpandVolumeResponse>, _ decoder: inout Decoder) {
        capacityBytes = c.pointee.capacity_bytes
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__NodeExpandVolumeResponse>, _ encoder: inout Encoder) {
        c.pointee.capacity_bytes = capacityBytes
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension GroupControllerGetCapabilitiesRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__GroupControllerGetCapabilitiesRequest>) {
        csi__v1__group_controller_get_capabilities_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__GroupControllerGetCapabilitiesRequest>, _ decoder: inout Decoder) {
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__GroupControllerGetCapabilitiesRequest>, _ encoder: inout Encoder) {
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension GroupControllerGetCapabilitiesResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__GroupControllerGetCapabilitiesResponse>) {
        csi__v1__group_controller_get_capabilities_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__GroupControllerGetCapabilitiesResponse>, _ decoder: inout Decoder) {
        capabilities = decoder.messages(c.pointee.n_capabilities, c.pointee.capabilities)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__GroupControllerGetCapabilitiesResponse>, _ encoder: inout Encoder) {
        (c.pointee.n_capabilities, c.pointee.capabilities) = encoder.messages(capabilities)
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension GroupControllerServiceCapability: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__GroupControllerServiceCapability>) {
        csi__v1__group_controller_service_capability__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__GroupControllerServiceCapability>, _ decoder: inout Decoder) {
        switch c.pointee.type_case {
            case CSI__V1__GROUP_CONTROLLER_SERVICE_CAPABILITY__TYPE_RPC:
                type = decoder.message(c.pointee.rpc).map { .rpc($0) }
            default: type = nil
        }
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__GroupControllerServiceCapability>, _ encoder: inout Encoder) {
        switch type {
            case .rpc(let value):
                c.pointee.type_case = CSI__V1__GROUP_CONTROLLER_SERVICE_CAPABILITY__TYPE_RPC
                c.pointee.rpc = encoder.message(value)
            case nil: break
        }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension GroupControllerServiceCapability.RPC: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__GroupControllerServiceCapability__RPC>) {
        csi__v1__group_controller_service_capability__rpc__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__GroupControllerServiceCapability__RPC>, _ decoder: inout Decoder) {
        type = .init(rawValue: Int32(truncatingIfNeeded: c.pointee.type.rawValue))
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__GroupControllerServiceCapability__RPC>, _ encoder: inout Encoder) {
        c.pointee.type = Csi__V1__GroupControllerServiceCapability__RPC__Type(rawValue: .init(truncatingIfNeeded: type.rawValue))
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension CreateVolumeGroupSnapshotRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__CreateVolumeGroupSnapshotRequest>) {
        csi__v1__create_volume_group_snapshot_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__CreateVolumeGroupSnapshotRequest>, _ decoder: inout Decoder) {
        name = decoder.string(c.pointee.name, .name, "CreateVolumeGroupSnapshotRequest.name")
        sourceVolumeIDs = decoder.strings(c.pointee.n_source_volume_ids, c.pointee.source_volume_ids, .name, "CreateVolumeGroupSnapshotRequest.source_volume_ids")
        secrets = decoder.map(c.pointee.n_secrets, c.pointee.secrets, "CreateVolumeGroupSnapshotRequest.secrets")
        parameters = decoder.map(c.pointee.n_parameters, c.pointee.parameters, "CreateVolumeGroupSnapshotRequest.parameters")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__CreateVolumeGroupSnapshotRequest>, _ encoder: inout Encoder) {
        if !name.isEmpty { c.pointee.name = encoder.string(name, "CreateVolumeGroupSnapshotRequest.name") }
        (c.pointee.n_source_volume_ids, c.pointee.source_volume_ids) = encoder.strings(sourceVolumeIDs, "CreateVolumeGroupSnapshotRequest.source_volume_ids")
        (c.pointee.n_secrets, c.pointee.secrets) = encoder.map(secrets, "CreateVolumeGroupSnapshotRequest.secrets")
        (c.pointee.n_parameters, c.pointee.parameters) = encoder.map(parameters, "CreateVolumeGroupSnapshotRequest.parameters")
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Csi__V1__CreateVolumeGroupSnapshotRequest__SecretsEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__CreateVolumeGroupSnapshotRequest__SecretsEntry>) {
        csi__v1__create_volume_group_snapshot_request__secrets_entry__init(c)
    }
}

extension Csi__V1__CreateVolumeGroupSnapshotRequest__ParametersEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__CreateVolumeGroupSnapshotRequest__ParametersEntry>) {
        csi__v1__create_volume_group_snapshot_request__parameters_entry__init(c)
    }
}

extension CreateVolumeGroupSnapshotResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__CreateVolumeGroupSnapshotResponse>) {
        csi__v1__create_volume_group_snapshot_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__CreateVolumeGroupSnapshotResponse>, _ decoder: inout Decoder) {
        groupSnapshot = decoder.message(c.pointee.group_snapshot)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__CreateVolumeGroupSnapshotResponse>, _ encoder: inout Encoder) {
        c.pointee.group_snapshot = groupSnapshot.map { encoder.message($0) }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension VolumeGroupSnapshot: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__VolumeGroupSnapshot>) {
        csi__v1__volume_group_snapshot__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__VolumeGroupSnapshot>, _ decoder: inout Decoder) {
        groupSnapshotID = decoder.string(c.pointee.group_snapshot_id, .name, "VolumeGroupSnapshot.group_snapshot_id")
        snapshots = decoder.messages(c.pointee.n_snapshots, c.pointee.snapshots)
        creationTime = c.pointee.creation_time.map { Timestamp(seconds: $0.pointee.seconds, nanos: $0.pointee.nanos) }
        readyToUse = c.pointee.ready_to_use != 0
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__VolumeGroupSnapshot>, _ encoder: inout Encoder) {
        if !groupSnapshotID.isEmpty { c.pointee.group_snapshot_id = encoder.string(groupSnapshotID, "VolumeGroupSnapshot.group_snapshot_id") }
        (c.pointee.n_snapshots, c.pointee.snapshots) = encoder.messages(snapshots)
        c.pointee.creation_time = creationTime.map { encoder.timestamp($0) }
        c.pointee.ready_to_use = readyToUse ? 1 : 0
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension DeleteVolumeGroupSnapshotRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__DeleteVolumeGroupSnapshotRequest>) {
        csi__v1__delete_volume_group_snapshot_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__DeleteVolumeGroupSnapshotRequest>, _ decoder: inout Decoder) {
        groupSnapshotID = decoder.string(c.pointee.group_snapshot_id, .name, "DeleteVolumeGroupSnapshotRequest.group_snapshot_id")
        snapshotIDs = decoder.strings(c.pointee.n_snapshot_ids, c.pointee.snapshot_ids, .name, "DeleteVolumeGroupSnapshotRequest.snapshot_ids")
        secrets = decoder.map(c.pointee.n_secrets, c.pointee.secrets, "DeleteVolumeGroupSnapshotRequest.secrets")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__DeleteVolumeGroupSnapshotRequest>, _ encoder: inout Encoder) {
        if !groupSnapshotID.isEmpty { c.pointee.group_snapshot_id = encoder.string(groupSnapshotID, "DeleteVolumeGroupSnapshotRequest.group_snapshot_id") }
        (c.pointee.n_snapshot_ids, c.pointee.snapshot_ids) = encoder.strings(snapshotIDs, "DeleteVolumeGroupSnapshotRequest.snapshot_ids")
        (c.pointee.n_secrets, c.pointee.secrets) = encoder.map(secrets, "DeleteVolumeGroupSnapshotRequest.secrets")
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Csi__V1__DeleteVolumeGroupSnapshotRequest__SecretsEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__DeleteVolumeGroupSnapshotRequest__SecretsEntry>) {
        csi__v1__delete_volume_group_snapshot_request__secrets_entry__init(c)
    }
}

extension DeleteVolumeGroupSnapshotResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__DeleteVolumeGroupSnapshotResponse>) {
        csi__v1__delete_volume_group_snapshot_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__DeleteVolumeGroupSnapshotResponse>, _ decoder: inout Decoder) {
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__DeleteVolumeGroupSnapshotResponse>, _ encoder: inout Encoder) {
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension GetVolumeGroupSnapshotRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__GetVolumeGroupSnapshotRequest>) {
        csi__v1__get_volume_group_snapshot_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__GetVolumeGroupSnapshotRequest>, _ decoder: inout Decoder) {
        groupSnapshotID = decoder.string(c.pointee.group_snapshot_id, .name, "GetVolumeGroupSnapshotRequest.group_snapshot_id")
        snapshotIDs = decoder.strings(c.pointee.n_snapshot_ids, c.pointee.snapshot_ids, .name, "GetVolumeGroupSnapshotRequest.snapshot_ids")
        secrets = decoder.map(c.pointee.n_secrets, c.pointee.secrets, "GetVolumeGroupSnapshotRequest.secrets")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__GetVolumeGroupSnapshotRequest>, _ encoder: inout Encoder) {
        if !groupSnapshotID.isEmpty { c.pointee.group_snapshot_id = encoder.string(groupSnapshotID, "GetVolumeGroupSnapshotRequest.group_snapshot_id") }
        (c.pointee.n_snapshot_ids, c.pointee.snapshot_ids) = encoder.strings(snapshotIDs, "GetVolumeGroupSnapshotRequest.snapshot_ids")
        (c.pointee.n_secrets, c.pointee.secrets) = encoder.map(secrets, "GetVolumeGroupSnapshotRequest.secrets")
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Csi__V1__GetVolumeGroupSnapshotRequest__SecretsEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__GetVolumeGroupSnapshotRequest__SecretsEntry>) {
        csi__v1__get_volume_group_snapshot_request__secrets_entry__init(c)
    }
}

extension GetVolumeGroupSnapshotResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__GetVolumeGroupSnapshotResponse>) {
        csi__v1__get_volume_group_snapshot_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__GetVolumeGroupSnapshotResponse>, _ decoder: inout Decoder) {
        groupSnapshot = decoder.message(c.pointee.group_snapshot)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__GetVolumeGroupSnapshotResponse>, _ encoder: inout Encoder) {
        c.pointee.group_snapshot = groupSnapshot.map { encoder.message($0) }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension BlockMetadata: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__BlockMetadata>) {
        csi__v1__block_metadata__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__BlockMetadata>, _ decoder: inout Decoder) {
        byteOffset = c.pointee.byte_offset
        sizeBytes = c.pointee.size_bytes
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__BlockMetadata>, _ encoder: inout Encoder) {
        c.pointee.byte_offset = byteOffset
        c.pointee.size_bytes = sizeBytes
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension GetMetadataAllocatedRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__GetMetadataAllocatedRequest>) {
        csi__v1__get_metadata_allocated_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__GetMetadataAllocatedRequest>, _ decoder: inout Decoder) {
        snapshotID = decoder.string(c.pointee.snapshot_id, .name, "GetMetadataAllocatedRequest.snapshot_id")
        startingOffset = c.pointee.starting_offset
        maxResults = c.pointee.max_results
        secrets = decoder.map(c.pointee.n_secrets, c.pointee.secrets, "GetMetadataAllocatedRequest.secrets")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__GetMetadataAllocatedRequest>, _ encoder: inout Encoder) {
        if !snapshotID.isEmpty { c.pointee.snapshot_id = encoder.string(snapshotID, "GetMetadataAllocatedRequest.snapshot_id") }
        c.pointee.starting_offset = startingOffset
        c.pointee.max_results = maxResults
        (c.pointee.n_secrets, c.pointee.secrets) = encoder.map(secrets, "GetMetadataAllocatedRequest.secrets")
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Csi__V1__GetMetadataAllocatedRequest__SecretsEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__GetMetadataAllocatedRequest__SecretsEntry>) {
        csi__v1__get_metadata_allocated_request__secrets_entry__init(c)
    }
}

extension GetMetadataAllocatedResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__GetMetadataAllocatedResponse>) {
        csi__v1__get_metadata_allocated_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__GetMetadataAllocatedResponse>, _ decoder: inout Decoder) {
        blockMetadataType = .init(rawValue: Int32(truncatingIfNeeded: c.pointee.block_metadata_type.rawValue))
        volumeCapacityBytes = c.pointee.volume_capacity_bytes
        blockMetadata = decoder.messages(c.pointee.n_block_metadata, c.pointee.block_metadata)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__GetMetadataAllocatedResponse>, _ encoder: inout Encoder) {
        c.pointee.block_metadata_type = Csi__V1__BlockMetadataType(rawValue: .init(truncatingIfNeeded: blockMetadataType.rawValue))
        c.pointee.volume_capacity_bytes = volumeCapacityBytes
        (c.pointee.n_block_metadata, c.pointee.block_metadata) = encoder.messages(blockMetadata)
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension GetMetadataDeltaRequest: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__GetMetadataDeltaRequest>) {
        csi__v1__get_metadata_delta_request__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__GetMetadataDeltaRequest>, _ decoder: inout Decoder) {
        baseSnapshotID = decoder.string(c.pointee.base_snapshot_id, .name, "GetMetadataDeltaRequest.base_snapshot_id")
        targetSnapshotID = decoder.string(c.pointee.target_snapshot_id, .name, "GetMetadataDeltaRequest.target_snapshot_id")
        startingOffset = c.pointee.starting_offset
        maxResults = c.pointee.max_results
        secrets = decoder.map(c.pointee.n_secrets, c.pointee.secrets, "GetMetadataDeltaRequest.secrets")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__GetMetadataDeltaRequest>, _ encoder: inout Encoder) {
        if !baseSnapshotID.isEmpty { c.pointee.base_snapshot_id = encoder.string(baseSnapshotID, "GetMetadataDeltaRequest.base_snapshot_id") }
        if !targetSnapshotID.isEmpty { c.pointee.target_snapshot_id = encoder.string(targetSnapshotID, "GetMetadataDeltaRequest.target_snapshot_id") }
        c.pointee.starting_offset = startingOffset
        c.pointee.max_results = maxResults
        (c.pointee.n_secrets, c.pointee.secrets) = encoder.map(secrets, "GetMetadataDeltaRequest.secrets")
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension Csi__V1__GetMetadataDeltaRequest__SecretsEntry: CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__GetMetadataDeltaRequest__SecretsEntry>) {
        csi__v1__get_metadata_delta_request__secrets_entry__init(c)
    }
}

extension GetMetadataDeltaResponse: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__GetMetadataDeltaResponse>) {
        csi__v1__get_metadata_delta_response__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__GetMetadataDeltaResponse>, _ decoder: inout Decoder) {
        blockMetadataType = .init(rawValue: Int32(truncatingIfNeeded: c.pointee.block_metadata_type.rawValue))
        volumeCapacityBytes = c.pointee.volume_capacity_bytes
        blockMetadata = decoder.messages(c.pointee.n_block_metadata, c.pointee.block_metadata)
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__GetMetadataDeltaResponse>, _ encoder: inout Encoder) {
        c.pointee.block_metadata_type = Csi__V1__BlockMetadataType(rawValue: .init(truncatingIfNeeded: blockMetadataType.rawValue))
        c.pointee.volume_capacity_bytes = volumeCapacityBytes
        (c.pointee.n_block_metadata, c.pointee.block_metadata) = encoder.messages(blockMetadata)
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}

extension VolumeCondition: CodedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Csi__V1__VolumeCondition>) {
        csi__v1__volume_condition__init(c)
    }

    /// Reads a message from its bytes.
    public init(decoding bytes: [UInt8]) throws(MessageError) {
        self = try Decoder.decode(bytes)
    }

    /// Reads a message from its bytes as far as it can be read; CSI's limits do not count.
    public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError) {
        (self, fault) = try Decoder.decode(bytes, .lenient)
    }

    /// The message's bytes.
    public func encoded() throws(MessageError) -> [UInt8] {
        try Encoder.encode(self)
    }

    init(_ c: UnsafePointer<Csi__V1__VolumeCondition>, _ decoder: inout Decoder) {
        abnormal = c.pointee.abnormal != 0
        message = decoder.string(c.pointee.message, .text, "VolumeCondition.message")
        unknownFields = decoder.unknownFields(c.pointee.base)
    }

    func fill(_ c: UnsafeMutablePointer<Csi__V1__VolumeCondition>, _ encoder: inout Encoder) {
        c.pointee.abnormal = abnormal ? 1 : 0
        if !message.isEmpty { c.pointee.message = encoder.string(message, "VolumeCondition.message") }
        encoder.unknownFields(unknownFields, &c.pointee.base)
    }
}
