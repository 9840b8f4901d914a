import CSI
import Foundation
import Testing

@Suite("The descriptor of csi.proto")
struct DescriptorTests {
    let schema = Schema.csi

    @Test("It states every fact of CSI 1.13 and nothing beyond")
    func facts() throws {
        let expected = try committedFacts()
        let actual = Set(schema.facts)
        #expect(expected.subtracting(actual).sorted() == [])
        #expect(actual.subtracting(expected).sorted() == [])
    }

    @Test("It has the 36 RPCs of five services, two of them streams")
    func methods() {
        #expect(
            schema.services.map(\.name) == ["Identity", "Controller", "GroupController", "SnapshotMetadata", "Node"]
        )
        #expect(schema.methods.count == 36)
        #expect(
            schema.methods.filter(\.isServerStreaming).map(\.path) == [
                "/csi.v1.SnapshotMetadata/GetMetadataAllocated", "/csi.v1.SnapshotMetadata/GetMetadataDelta",
            ]
        )
    }

    @Test("Fields have the names that protobuf's JSON mapping gives them")
    func jsonNames() throws {
        let stage = try #require(schema.message(named: "NodeStageVolumeRequest"))
        #expect(
            stage.fields.map(\.jsonName) == [
                "volumeId", "publishContext", "stagingTargetPath", "volumeCapability", "secrets", "volumeContext",
            ]
        )
    }

    private func committedFacts() throws -> Set<String> {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "csi-1.13.tsv")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").drop { $0.hasPrefix("#") }
        return Set(lines.dropFirst().map(String.init))
    }
}

extension Schema {
    /// The schema in the lines of `csi-1.13.tsv`.
    fileprivate var facts: [String] {
        services.flatMap(facts) + messages.flatMap(facts) + enums.flatMap(facts) + extensions.map(fact)
    }

    private func facts(_ service: Service) -> [String] {
        var lines = [fact("service", service.name, isAlpha: service.isAlpha)]
        for method in service.methods {
            lines.append(
                fact(
                    "rpc",
                    service.name,
                    method.name,
                    type: "\(method.request) -> \(method.response)",
                    label: method.isServerStreaming ? "server" : "unary",
                    isAlpha: method.isAlpha
                )
            )
        }
        return lines
    }

    private func facts(_ message: Message) -> [String] {
        var lines = [fact("message", message.name, isAlpha: message.isAlpha, isRemoved: message.isDeprecated)]
        for field in message.fields {
            lines.append(
                fact(
                    "field",
                    message.name,
                    field.name,
                    field.number,
                    type: field.type,
                    label: field.label.rawValue,
                    oneof: field.oneof ?? "-",
                    secret: yesOrNo(field.isSecret),
                    isAlpha: field.isAlpha,
                    isRemoved: field.isDeprecated
                )
            )
        }
        return lines
    }

    private func facts(_ type: Enum) -> [String] {
        var lines = [fact("enum", type.name, isAlpha: type.isAlpha)]
        for value in type.values {
            lines.append(
                fact(
                    "value",
                    type.name,
                    value.name,
                    value.number,
                    isAlpha: value.isAlpha,
                    isRemoved: value.isDeprecated
                )
            )
        }
        return lines
    }

    private func fact(_ option: Extension) -> String {
        "extension\t\(option.extendee)\t\(option.name)\t\(option.number)\t\(option.type)\toptional\t-\t-\t-\t-"
    }

    private func fact(
        _ kind: String,
        _ scope: String,
        _ name: String = "-",
        _ number: Int32? = nil,
        type: String = "-",
        label: String = "-",
        oneof: String = "-",
        secret: String = "-",
        isAlpha: Bool,
        isRemoved: Bool = false
    ) -> String {
        let number = number.map(String.init) ?? "-"
        let removed = isRemoved ? "removed" : "no"
        return [kind, scope, name, number, type, label, oneof, secret, yesOrNo(isAlpha), removed].joined(
            separator: "\t"
        )
    }

    private func yesOrNo(_ value: Bool) -> String { value ? "yes" : "no" }
}
