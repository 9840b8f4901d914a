// Writes the Swift side of csi.proto: value types for messages, the RPCs, clients and service protocols.
//
// Usage: csi-codegen DESCRIPTOR_SET FOLDER
import Foundation

let arguments = CommandLine.arguments
guard arguments.count == 3 else {
    FileHandle.standardError.write(Data("usage: csi-codegen DESCRIPTOR_SET FOLDER\n".utf8))
    exit(2)
}
let descriptorSet = [UInt8](try Data(contentsOf: URL(fileURLWithPath: arguments[1])))
let folder = URL(fileURLWithPath: arguments[2])
let file = try ProtoFile(named: "csi.proto", in: descriptorSet)

func write(_ name: String, _ body: String) throws {
    let text = "// Generated from csi.proto by proto/generate. Do not edit.\n" + body
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
}

let messages = try MessageGenerator(file)
try write("Messages.swift", messages.types())
try write("Messages+Coding.swift", messages.coding())
try write("Clients.swift", ServiceGenerator(file).clients())
try write("RPCs.swift", RPCGenerator(file).rpcs())
try write("Services.swift", ServiceGenerator(file).services())
