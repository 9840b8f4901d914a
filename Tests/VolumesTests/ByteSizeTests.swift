import Testing
import Volumes

@Suite("Sizes in words")
struct ByteSizeTests {
    @Test(
        "Decimal units, one decimal below ten, halves to the even side",
        arguments: [
            (0, "0 B"), (1, "1 B"), (999, "999 B"), (1000, "1.0 kB"), (1049, "1.0 kB"), (1050, "1.1 kB"),
            (9_500_000, "9.5 MB"), (9_949_999, "9.9 MB"), (9_950_000, "10 MB"), (9_999_999, "10 MB"),
            (10_500, "10 kB"), (11_450, "12 kB"), (11_500, "12 kB"), (999_950, "1000 kB"), (11_000_000_000, "11 GB"),
            (1_000_000_000_000, "1.0 TB"), (1_000_000_000_000_000, "1.0 PB"), (Int64.max, "9.2 EB"), (-5, "-5 B"),
            (-2_500, "-2.5 kB"), (Int64.min, "-9.2 EB"),
        ] as [(Int64, String)]
    )
    func words(_ bytes: Int64, _ text: String) {
        #expect(ByteSize(bytes).description == text)
    }
}
