import Foundation
import TestSupport
import Testing

@Suite("The README's example of the agent")
struct READMETests {
    /// Commands, and what they print; nil where the README does not say.
    private struct Step {
        let commands: String
        let output: String?
    }

    /// The fenced blocks of a section: each of `sh`, with the block of plain text that follows it.
    private static func steps(of section: String) throws -> [Step] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../README.md").standardizedFileURL
        let text = try String(contentsOf: file, encoding: .utf8)
        let parts = try #require(text.split(separator: "\n## ").first { $0.hasPrefix(section + "\n") })
        var blocks: [(kind: String, text: String)] = []
        for (number, piece) in parts.components(separatedBy: "```").enumerated() where number % 2 == 1 {
            let lines = piece.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            blocks.append((String(lines[0]), lines.count > 1 ? String(lines[1]) : ""))
        }
        return blocks.indices.filter { blocks[$0].kind == "sh" }.map { index in
            let next = blocks.indices.contains(index + 1) ? blocks[index + 1] : (kind: "sh", text: "")
            return Step(commands: blocks[index].text, output: next.kind.isEmpty ? next.text : nil)
        }
    }

    /// A text with what differs from run to run replaced.
    private static func normalised(_ text: some StringProtocol) -> String {
        String(text)
            .replacing(/(vol|snap)-[0-9a-f]{32}/) { "\($0.1)-ID" }
            .replacing(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, with: "UUID")
            .replacing(/"(CreateIndex|ModifyIndex|Index|CreateTime|ModifyTime)": ?[0-9]+/) { "\"\($0.1)\": N" }
            .replacing(/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z/, with: "TIME")
            .trimmingCharacters(in: .newlines)
    }

    @Test("a volume over HTTP: every command prints what the README says")
    func volumeOverHTTP() async throws {
        let steps = try Self.steps(of: "A volume over HTTP")
        try #require(steps.count >= 3)
        let rig = try await Rig()
        let mark = "--- the next step ---"
        let script = steps.map(\.commands).joined(separator: "\necho '\(mark)'\n")
            .replacing("127.0.0.1:4646", with: "127.0.0.1:\(rig.agent.port)")
        let outcome = try await run(["bash", "-euo", "pipefail", "-c", script])
        #expect(outcome.status == 0, "\(String(decoding: outcome.errors, as: UTF8.self))")
        let printed = String(decoding: outcome.output, as: UTF8.self).components(separatedBy: mark + "\n")
        try #require(printed.count == steps.count)
        for (step, text) in zip(steps, printed) {
            if let output = step.output {
                #expect(Self.normalised(text) == Self.normalised(output), "\(step.commands)")
            }
        }
        try await rig.stop()
    }

    @Test("two commands: the agent says what the README shows")
    func firstOutput() async throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../README.md").standardizedFileURL
        let text = try String(contentsOf: file, encoding: .utf8)
        let rig = try await Rig()
        try await eventually("it has said all") { rig.agent.log.contains("?pretty'") }
        let said = rig.agent.log.replacing("127.0.0.1:\(rig.agent.port)", with: "127.0.0.1:4646")
        #expect(Self.normalised(text).contains(Self.normalised(said)))
        try await rig.stop()
    }
}
