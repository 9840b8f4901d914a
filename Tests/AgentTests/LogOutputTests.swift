import Foundation
import Testing

@testable import Agent

@Suite("The log's output")
struct LogOutputTests {
    @Test("makes nobody wait where its reader is slow, and tells how many lines that has cost")
    func slowReader() throws {
        let pipe = Pipe()
        let output = LogOutput(to: pipe.fileHandleForWriting.fileDescriptor) { Array("\($0) lost".utf8) }
        let line = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 10)
        for _ in 0..<3000 { output.write(line) }
        output.flush(seconds: 0)
        var bytes = Data()
        // There is room again.
        while bytes.count < 1 << 20 { bytes += pipe.fileHandleForReading.availableData }
        output.write(line)
        while !bytes.suffix(line.count + 16).contains(Array("lost".utf8)) {
            bytes += pipe.fileHandleForReading.availableData
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        let written = lines.prefix { $0.hasPrefix("x") }.count
        #expect(lines.contains("\(3000 - written) lost"))
    }
}
