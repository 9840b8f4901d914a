import JSON
import Testing
import Volumes

@Suite("Records are kept as JSON")
struct RecordTests {
    private static func plugin() -> Plugin {
        var plugin = Plugin(id: "ebs0")
        plugin.provider = "ebs.csi.aws.com"
        plugin.version = "v1"
        plugin.hasController = true
        plugin.servesController = true
        plugin.hasTopologies = true
        plugin.hasGroupController = true
        plugin.hasSnapshotMetadata = true
        plugin.expansion = .offline
        plugin.controllerCapabilities = [.listVolumes, .createDeleteVolume]
        plugin.node = Plugin.NodeService(
            nodeID: "i-1",
            maximumVolumes: 25,
            topology: Topology(segments: ["zone": "a", "rack": "é"]),
            capabilities: [.stageUnstageVolume]
        )
        plugin.health = .notReady
        plugin.healthDescription = "not \"ready\""
        plugin.createTime = 1_795_322_308_771_927_108
        plugin.updateTime = .max
        return plugin
    }

    @Test("A plugin is read as it was written, with and without a node service")
    func plugin() throws {
        var plugin = Self.plugin()
        #expect(try Plugin(stored: plugin.stored) == plugin)
        plugin.node = nil
        #expect(try Plugin(stored: plugin.stored) == plugin)
        #expect(try Plugin(stored: Plugin(id: "new").stored) == Plugin(id: "new"))
    }

    @Test("An instance is read as it was written")
    func instance() throws {
        let instance = PluginInstance(nodeID: "n", socket: "unix:/csi.sock", plugin: Self.plugin())
        #expect(try PluginInstance(stored: instance.stored) == instance)
    }

    @Test("A node is read as it was written")
    func node() throws {
        var node = Node(id: "ff7c22dc-070a-8986-72d9-f73e83210fa9", name: "node-1", meta: ["rack": "r1"])
        node.status = .down
        node.createTime = 1
        node.updateTime = 2
        #expect(try Node(stored: node.stored) == node)
    }

    @Test("The same record is always the same bytes")
    func order() {
        let text = String(decoding: Self.plugin().stored, as: UTF8.self)
        #expect(text.contains(#""controllerCapabilities":["CREATE_DELETE_VOLUME","LIST_VOLUMES"]"#))
        #expect(text.contains(#""segments":{"rack":"é","zone":"a"}"#))
    }

    @Test("Members that a later version wrote are passed over, missing and null ones have their defaults")
    func versions() throws {
        let plugin = try Plugin(stored: Array(#"{"id": "a", "colour": {"red": [1]}, "version": null}"#.utf8))
        #expect(plugin == Plugin(id: "a"))
    }

    @Test(
        "An error names the member and says nothing of what it holds",
        arguments: [
            (#"{}"#, "id is missing"),
            (#"{"id": 1}"#, "id is no text"),
            (#"[]"#, "is no object"),
            (#"{"id": "a", "hasController": "yes"}"#, "hasController is neither true nor false"),
            (#"{"id": "a", "createTime": 1.5}"#, "createTime is no whole number of 64 bits"),
            (#"{"id": "a", "createTime": 9223372036854775808}"#, "createTime is no whole number of 64 bits"),
            (#"{"id": "a", "health": "sesame"}"#, "health is none of the names that are known"),
            (#"{"id": "a", "controllerCapabilities": ["x", 1]}"#, "controllerCapabilities[1] is no text"),
            (
                #"{"id": "a", "node": {"topology": {"segments": {"zone": 7}}}}"#,
                "node.topology.segments.zone is no text"
            ),
            (#"{"id": "a""#, "is no JSON: 1:11: unexpected EOF"),
        ]
    )
    func errors(_ text: String, _ message: String) {
        #expect(throws: RecordError.self) { try Plugin(stored: Array(text.utf8)) }
        do {
            _ = try Plugin(stored: Array(text.utf8))
        } catch {
            #expect("\(error)" == message)
        }
    }
}
