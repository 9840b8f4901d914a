import CLinux
import Foundation
import Synchronization
import Testing

@testable import HostPathDriver

/// A workload that exchanges a folder of its volume and a link to the host's files, over and over.
private final class Exchange: Sendable {
    private let isEnding = Atomic(false)
    private let count = Atomic(0)
    private let hasStopped = Atomic(false)
    private let hasEnded = DispatchSemaphore(value: 0)

    /// Until ``end()``, or until one of the two is gone.
    var isRunning: Bool { !hasStopped.load(ordering: .relaxed) }
    /// How often it was done.
    var rounds: Int { count.load(ordering: .relaxed) }

    init(_ first: String, _ second: String) throws {
        // Glibc's header hides it from Swift.
        let symbol = try #require(dlsym(nil, "renameat2"))
        let exchange = unsafeBitCast(
            symbol,
            to: (@convention(c) (CInt, UnsafePointer<CChar>, CInt, UnsafePointer<CChar>, CUnsignedInt) -> CInt).self
        )
        Thread.detachNewThread { [self] in
            // 2 is RENAME_EXCHANGE.
            while !isEnding.load(ordering: .relaxed), exchange(AT_FDCWD, first, AT_FDCWD, second, 2) == 0 {
                count.add(1, ordering: .relaxed)
            }
            hasStopped.store(true, ordering: .relaxed)
            hasEnded.signal()
        }
    }

    func end() {
        isEnding.store(true, ordering: .relaxed)
        hasEnded.wait()
    }
}

@Suite("Walks through trees in which folders and links out of them change places")
struct TreeRaceTests {
    private let fixture: TreeFixture
    private let outside: [[UInt8]: Portrait]

    init() throws {
        fixture = try TreeFixture(on: .memory(bytes: 16 << 20))
        try fixture.write("secret", to: fixture.makeFolder("outside/inner") + "/secret")
        try #require(chmod(fixture("outside/inner/secret"), 0o600) == 0 && chmod(fixture("outside"), 0o700) == 0)
        for index in 0..<100 { try fixture.write("secret", to: fixture("outside/secret-\(index)")) }
        outside = try Self.portrait(fixture("outside"))
        try makeVolume()
    }

    /// Without the times, of which the look at the files changes some.
    private static func portrait(_ path: String) throws -> [[UInt8]: Portrait] {
        try Portrait.tree(path).mapValues { portrait in
            var portrait = portrait
            portrait.times = []
            return portrait
        }
    }

    private func makeVolume() throws {
        for index in 0..<5 { try fixture.write("own", to: fixture.makeFolder("volume/\(index)") + "/own") }
        try fixture.write("own", to: fixture.makeFolder("volume/folder/inner") + "/own")
        try #require(symlink(fixture("outside"), fixture("volume/link")) == 0)
    }

    /// Runs a walk until the exchange has come between often enough.
    private func race(_ walk: () throws -> Void) throws {
        let exchange = try Exchange(fixture("volume/folder"), fixture("volume/link"))
        defer { exchange.end() }
        for round in 0... {
            try #require(exchange.isRunning)
            try walk()
            if round >= 200, exchange.rounds >= 1000 { break }
        }
    }

    private func expectOutsideUntouched() throws {
        let isUntouched = try Self.portrait(fixture("outside")) == outside
        #expect(isUntouched)
    }

    @Test("a copy never has the host's files")
    func copy() throws {
        var kinds: Set<mode_t> = []
        try race {
            try fixture.copy("volume")
            let copy = try Portrait.tree(fixture("copy"))
            #expect(!copy.values.contains { $0.content == Array("secret".utf8) })
            #expect(!copy.keys.contains { String(decoding: $0, as: UTF8.self).contains("secret") })
            for name in ["/folder", "/link"] { copy[Array(name.utf8)].map { _ = kinds.insert($0.mode & S_IFMT) } }
            try fixture.remove("copy")
        }
        #expect(kinds == [S_IFDIR, S_IFLNK])
        try expectOutsideUntouched()
    }

    @Test("sharing never changes the host's files")
    func share() throws {
        let volume = fixture("volume")
        try race {
            try #require(chmod(volume, 0o700) == 0)
            try Tree(of: volume).share(withGroup: 4321, work: LongWork())
        }
        try expectOutsideUntouched()
        #expect(try status(volume + "/0/own").st_gid == 4321)
    }

    @Test("the usage never counts the host's files")
    func usage() throws {
        let tree = try Tree(of: fixture("volume"))
        try race {
            // A folder may be met twice, by its old name and its new one.
            let files = try tree.usage(work: LongWork()).files
            #expect(files < 50)
        }
    }

    @Test("a removal never removes the host's files")
    func remove() throws {
        for round in 0..<50 {
            let exchange = try Exchange(fixture("volume/folder"), fixture("volume/link"))
            while exchange.isRunning, exchange.rounds < round % 10 {}
            try fixture.remove("volume")
            exchange.end()
            #expect(!exists(fixture("volume")))
            try makeVolume()
        }
        try expectOutsideUntouched()
    }
}
