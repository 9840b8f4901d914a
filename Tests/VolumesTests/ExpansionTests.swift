import Testing
import Volumes

@Suite("What asking for other capacities means (http-api.md §8.4)")
struct ExpansionTests {
    private static let stored = Volume.good { volume in
        volume.capacity = 10_000_000
        (volume.requestedCapacityMin, volume.requestedCapacityMax) = (9_000_000, 12_000_000)
    }

    private static func fault(_ min: Int64, _ max: Int64) -> String {
        refusal { () throws(VolumeError) in _ = try Expansion(of: stored, min: min, max: max) }
    }

    @Test("Nothing, or what is stored, is no change")
    func none() throws {
        #expect(try Expansion(of: Self.stored, min: 0, max: 0) == .none)
        #expect(try Expansion(of: Self.stored, min: 9_000_000, max: 12_000_000) == .none)
    }

    @Test("What is stored is no change even where it contradicts the volume")
    func storedContradiction() throws {
        let volume = Self.stored.with { ($0.requestedCapacityMin, $0.requestedCapacityMax) = (0, 5) }
        #expect(try Expansion(of: volume, min: 0, max: 5) == .none)
    }

    @Test("A volume that is large enough only gets its bounds, a zero among them")
    func bounds() throws {
        #expect(try Expansion(of: Self.stored, min: 10_000_000, max: 0) == .bounds(min: 10_000_000, max: 0))
        #expect(try Expansion(of: Self.stored, min: 0, max: 10_000_000) == .bounds(min: 0, max: 10_000_000))
        #expect(try Expansion(of: Self.stored, min: 1, max: 20_000_000) == .bounds(min: 1, max: 20_000_000))
    }

    @Test("A volume that is too small has to grow; equal bounds are exact")
    func growth() throws {
        #expect(try Expansion(of: Self.stored, min: 10_000_001, max: 0) == .growth(min: 10_000_001, max: 0))
        #expect(
            try Expansion(of: Self.stored, min: 11_000_000, max: 11_000_000)
                == .growth(min: 11_000_000, max: 11_000_000)
        )
        #expect(try Expansion(of: .good(), min: 1, max: 0) == .growth(min: 1, max: 0))
        #expect(try Expansion(of: .good(), min: .max, max: .max) == .growth(min: .max, max: .max))
    }

    @Test("Bounds that contradict each other or the volume are refused in the peer's words")
    func contradictions() {
        #expect(
            Self.fault(11_000_000_000, 9_500_000)
                == "invalid: max requested capacity (9.5 MB) less than or equal to min (11 GB)"
        )
        #expect(
            Self.fault(1, 9_500_000) == "invalid: max requested capacity (9.5 MB) less than or equal to current (10 MB)"
        )
        #expect(Self.fault(-1, 0) == "invalid: capacities cannot be negative")
        #expect(Self.fault(0, .min) == "invalid: capacities cannot be negative")
    }
}
