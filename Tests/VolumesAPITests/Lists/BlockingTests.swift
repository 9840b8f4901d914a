import StateStore
import TestSupport
import Testing
import Volumes

@testable import VolumesAPI

@Suite("Blocking queries", .timeLimit(.minutes(1)))
struct BlockingTests {
    /// Waits for a change from the index that an answer tells, while `change` is made, and gives the answer to that.
    private func answer(
        _ rig: Rig,
        to target: String,
        wait: String = "50s",
        while change: @Sendable (Rig) async throws -> Void
    ) async throws -> Answer {
        let known = try await rig.get(target)
        let index = try #require(known.index)
        async let woken = rig.get("\(target)\(target.contains("?") ? "&" : "?")index=\(index)&wait=\(wait)")
        #expect(await eventually { rig.blocked == 1 })
        try await change(rig)
        let answer = try await woken
        #expect(rig.blocked == 0)
        return answer
    }

    /// Whether a query goes on waiting through a change that does not concern it.
    private func sleeps(
        _ rig: Rig,
        _ target: String,
        through change: @Sendable (Rig) async throws -> Void
    ) async throws -> Answer {
        let clock = ContinuousClock()
        let start = clock.now
        let answer = try await answer(rig, to: target, wait: "800ms", while: change)
        #expect(clock.now - start >= .milliseconds(800))
        return answer
    }

    @Test("without an index, or with one that is outdated, the answer comes at once")
    func immediate() async throws {
        try await withRig { rig in
            try await rig.put(.of("a"))
            for target in [
                "/v1/volumes?type=csi&", "/v1/volume/csi/a?", "/v1/plugins?type=csi&", "/v1/plugin/csi/hostpath?",
            ] {
                for query in ["wait=50s", "index=0&wait=50s", "index=1&wait=50s"]
                where query.hasPrefix("w") || !target.contains("plugin") {
                    #expect(try await rig.get(target + query).status == 200)
                }
            }
        }
    }

    @Test("a list wakes for a volume that comes, changes or goes, and shows it with the index of that")
    func list() async throws {
        try await withRig { rig in
            try await rig.put(.of("x-a"))
            let target = "/v1/volumes?type=csi&prefix=x-"
            let made = try await answer(rig, to: target) { try await $0.put(.of("x-b")) }
            #expect(try made.ids == "x-a x-b")
            let changed = try await answer(rig, to: target) { try await $0.put(.of("x-a") { $0.capacity = 7 }) }
            #expect(try #require(changed.index) > made.index ?? 0)
            let gone = try await answer(rig, to: target) { try await $0.remove(VolumeID("x-b")) }
            #expect(try gone.ids == "x-a")
        }
    }

    @Test(
        "a list sleeps through what is not on it; its answer at the end is not stale",
        arguments: [
            "prefix=x-", "namespace=prod", "plugin_id=other", "filter=Name%20==%20nope", "namespace=*&prefix=x-",
            "namespace=*&plugin_id=other", "node_id=5b",
        ]
    )
    func unconcerned(query: String) async throws {
        try await withRig { rig in
            try await rig.put(.of("x-a", plugin: "other"))
            let answer = try await sleeps(rig, "/v1/volumes?type=csi&\(query)") { rig in
                try await rig.put(.of("y-a"))
                try await rig.put(.of("y-a") { $0.capacity = 1 })
                try await rig.remove(VolumeID("y-a"))
                try await rig.put(Plugin.healthy("third"))
            }
            #expect(answer.status == 200)
            #expect(try #require(answer.index) >= rig.store.view.revision - 1)
        }
    }

    @Test(
        "a list wakes for what comes onto it",
        arguments: [
            "plugin_id=hostpath", "plugin_id=host", "namespace=*", "namespace=*&prefix=b", "filter=Name%20==%20b",
            "namespace=*&filter=Name%20==%20b", "plugin_id=hostpath&prefix=b",
        ]
    )
    func concerned(query: String) async throws {
        try await withRig { rig in
            try await rig.put(.of("a"))
            let made = try await answer(rig, to: "/v1/volumes?type=csi&\(query)") { try await $0.put(.of("b")) }
            #expect(try made.ids.hasSuffix("b"))
            let gone = try await answer(rig, to: "/v1/volumes?type=csi&\(query)") { try await $0.remove(VolumeID("b")) }
            #expect(try !gone.ids.contains("b"))
        }
    }

    @Test("a list wakes for a row that a filter lets in or out when it changes")
    func filtered() async throws {
        try await withRig { rig in
            try await rig.put(.of("a"))
            let target = "/v1/volumes?type=csi&filter=Capacity%20==%205"
            let entered = try await answer(rig, to: target) { try await $0.put(.of("a") { $0.capacity = 5 }) }
            #expect(try entered.ids == "a")
            let left = try await answer(rig, to: target) { try await $0.put(.of("a") { $0.capacity = 6 }) }
            #expect(left.text == "[]")
        }
    }

    @Test("lists and reads wake for the health of a plugin whose volumes they show")
    func health() async throws {
        try await withRig { rig in
            try await rig.put(.of("a"))
            let list = try await answer(rig, to: "/v1/volumes?type=csi") { try await $0.put(Plugin.hostpath.failed) }
            #expect(list.text.contains(#""Schedulable":false"#))
            let read = try await answer(rig, to: "/v1/volume/csi/a") { try await $0.put(Plugin.hostpath) }
            #expect(read.text.contains(#""Schedulable":true"#))
            let target = "/v1/volumes?type=csi&filter=Schedulable%20==%20false"
            let filtered = try await answer(rig, to: target) { try await $0.put(Plugin.hostpath.failed) }
            #expect(try filtered.ids == "a")
        }
    }

    @Test("a read wakes for its volume alone: changed, gone, or there at last")
    func read() async throws {
        try await withRig { rig in
            try await rig.put(.of("a"))
            let target = "/v1/volume/csi/a"
            let changed = try await answer(rig, to: target) { try await $0.put(.of("a") { $0.capacity = 7 }) }
            #expect(changed.text.contains(#""Capacity":7"#))
            let gone = try await answer(rig, to: target) { try await $0.remove(VolumeID("a")) }
            #expect(gone.status == 404)
            let back = try await answer(rig, to: target) { try await $0.put(.of("a")) }
            #expect(back.status == 200)
            let same = try await sleeps(rig, target) { rig in
                try await rig.put(.of("b"))
                try await rig.put(.of("a", in: "prod"))
                try await rig.put(Plugin.healthy("other"))
            }
            #expect(same.status == 200)
            #expect(try await sleeps(rig, "/v1/volume/csi/none") { try await $0.put(.of("c")) }.status == 404)
        }
    }

    @Test("plugins wake for plugins, not for volumes")
    func plugins() async throws {
        try await withRig { rig in
            for target in ["/v1/plugins?type=csi", "/v1/plugins?type=csi&prefix=host", "/v1/plugin/csi/hostpath"] {
                let failed = try await answer(rig, to: target) { try await $0.put(Plugin.hostpath.failed) }
                #expect(failed.text.contains(#""NodesHealthy":0"#))
                try await rig.put(Plugin.hostpath)
            }
            let same = try await sleeps(rig, "/v1/plugin/csi/hostpath") { rig in
                try await rig.put(.of("a"))
                try await rig.put(Plugin.healthy("other"))
            }
            #expect(same.status == 200)
        }
    }

    @Test("a plugin that is missing has index 0, and is waited for from 1 on")
    func missingPlugin() async throws {
        try await withRig { rig in
            #expect(try await rig.get("/v1/plugin/csi/other").index == 0)
            async let woken = rig.get("/v1/plugin/csi/other?index=1&wait=50s")
            #expect(await eventually { rig.blocked == 1 })
            try await rig.put(Plugin.healthy("other"))
            #expect(try await woken.status == 200)
        }
    }

    @Test("an index of the future waits out its time, through changes too, and the answer has the true index")
    func future() async throws {
        try await withRig { rig in
            async let waiting = rig.get("/v1/volumes?type=csi&index=99999999&wait=1s")
            #expect(await eventually { rig.blocked == 1 })
            let revision = try await rig.put(.of("a"))
            let answer = try await waiting
            #expect(answer.index == revision)
            #expect(try answer.ids == "a")
        }
    }

    @Test("one change wakes all whom it concerns")
    func many() async throws {
        try await withRig { rig in
            let index = try await rig.put(.of("a"))
            try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<40 {
                    group.addTask { try await rig.get("/v1/volumes?type=csi&index=\(index)&wait=50s").ids }
                }
                #expect(await eventually { rig.blocked == 40 })
                try await rig.put(.of("b"))
                for try await ids in group { #expect(ids == "a b") }
            }
        }
    }

    @Test("a server that shuts down answers who waits, with what there is")
    func shutdown() async throws {
        try await withRig { rig in
            let index = try await rig.put(.of("a"))
            async let waiting = rig.get("/v1/volumes?type=csi&index=\(index)&wait=50s")
            #expect(await eventually { rig.blocked == 1 })
            await rig.shutDown(grace: .seconds(5))
            let answer = try await waiting
            #expect(answer.status == 200)
            #expect(try answer.ids == "a")
        }
    }

    @Test("a query whose client hangs up waits no longer")
    func hangUp() async throws {
        try await withRig { rig in
            let index = try await rig.put(.of("a"))
            let waiting = Task { try await rig.get("/v1/volumes?type=csi&index=\(index)&wait=50s") }
            #expect(await eventually { rig.blocked == 1 })
            waiting.cancel()
            #expect(await eventually { rig.blocked == 0 })
        }
    }
}
