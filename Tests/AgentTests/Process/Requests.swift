import Foundation
import Testing

// What tests ask for most.

extension JSONValue {
    /// The body of a create or register of one volume.
    static func volume(_ id: String, on plugin: String = "hostpath", _ more: [String: JSONValue] = [:]) -> JSONValue {
        let fields: [String: JSONValue] = [
            "ID": .string(id), "Name": .string(id), "PluginID": .string(plugin),
            "RequestedCapabilities": [["AccessMode": "single-node-writer", "AttachmentMode": "file-system"]],
            "RequestedCapacityMin": 1_048_576,
        ]
        return ["Volumes": [.object(fields.merging(more) { $1 })]]
    }

    /// The body of a create of one snapshot.
    static func snapshot(of volume: String, _ name: String, _ more: [String: JSONValue] = [:]) -> JSONValue {
        let fields: [String: JSONValue] = ["SourceVolumeID": .string(volume), "Name": .string(name)]
        return ["Snapshots": [.object(fields.merging(more) { $1 })]]
    }
}

extension AgentProcess {
    @discardableResult
    func create(
        _ id: String,
        on plugin: String = "hostpath",
        _ more: [String: JSONValue] = [:]
    ) async throws -> Answer {
        try await request("PUT", "/v1/volume/csi/\(id)/create", body: .volume(id, on: plugin, more))
    }

    /// Creates a volume, which has to succeed, and returns its ID at the plugin.
    @discardableResult
    func created(
        _ id: String,
        on plugin: String = "hostpath",
        _ more: [String: JSONValue] = [:]
    ) async throws -> String {
        let answer = try await create(id, on: plugin, more)
        try #require(answer.status == 200, "\(answer.text)")
        return answer.json["Volumes"][0]["ExternalID"].text
    }

    func read(_ id: String) async throws -> JSONValue {
        try await get("/v1/volume/csi/\(id)").json
    }

    /// Deletes a volume, which has to succeed.
    func deleted(_ id: String) async throws {
        let answer = try await request("DELETE", "/v1/volume/csi/\(id)/delete")
        #expect(answer.status == 200, "\(answer.text)")
    }

    /// The plugin's IDs of the volumes that are registered, in all namespaces.
    func registered() async throws -> [String] {
        try await get("/v1/volumes?type=csi&namespace=*").json.elements.map { $0["ExternalID"].text }.sorted()
    }

    /// The plugin's IDs of the volumes that the provider has.
    func provided(by plugin: String) async throws -> [String] {
        let answer = try await get("/v1/volumes/external?plugin_id=\(plugin)")
        try #require(answer.status == 200, "\(answer.text)")
        return answer.json["Volumes"].elements.map { $0["ExternalID"].text }.sorted()
    }

    /// The IDs of the snapshots that the provider has.
    func snapshots(of plugin: String) async throws -> [String] {
        let answer = try await get("/v1/volumes/snapshot?plugin_id=\(plugin)")
        try #require(answer.status == 200, "\(answer.text)")
        return answer.json["Snapshots"].elements.map { $0["ID"].text }.sorted()
    }

    /// Waits until no operation is in hand.
    func isIdle() async throws {
        try await eventually("no operation is in hand") { try await get("/v1/operations").json == [] }
    }
}
