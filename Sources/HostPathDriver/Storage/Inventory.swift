/// The mounts and loop devices of this machine, looked at once.
struct Inventory {
    let mounts: MountTable
    let devices: LoopTable

    /// Looks at both.
    static func current() throws(System.Failure) -> Inventory {
        Inventory(mounts: try .current(), devices: try .current())
    }
}
