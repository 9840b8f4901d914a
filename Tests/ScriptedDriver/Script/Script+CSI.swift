public import CSI

extension Script.Clause {
    /// Changes the calls' answers, after they have taken effect.
    ///
    ///     driver.on(.listVolumes).every.edit(ListVolumesResponse.self) { $0.nextToken = "same" }
    public func edit<Answer: ResponseMessage>(_ type: Answer.Type, _ change: @escaping @Sendable (inout Answer) -> Void)
    {
        after(
            .edit { bytes in
                var answer = try Answer(decoding: bytes)
                change(&answer)
                return try answer.encoded()
            }
        )
    }
}

extension Rule.Action {
    /// Makes the driver report other controller capabilities from then on.
    public static func changeCapabilities(
        _ capabilities: [ControllerServiceCapability.RPC.Kind]
    ) -> Rule.Action {
        .alwaysSend(.controllerGetCapabilities, ControllerGetCapabilitiesResponse(reporting: capabilities))
    }

    /// Makes the driver report other node capabilities from then on.
    public static func changeCapabilities(_ capabilities: [NodeServiceCapability.RPC.Kind]) -> Rule.Action {
        .alwaysSend(.nodeGetCapabilities, NodeGetCapabilitiesResponse(reporting: capabilities))
    }

    /// Makes the driver give one answer to a method from then on.
    public static func alwaysSend(_ rpc: RPC, _ answer: some ResponseMessage) -> Rule.Action {
        // What can't be sent as CSI's text may still be sent as nothing.
        .add([Rule(rpc, .after, .send(.bytes((try? answer.encoded()) ?? [])))])
    }
}

extension ControllerGetCapabilitiesResponse {
    init(reporting kinds: some Sequence<ControllerServiceCapability.RPC.Kind>) {
        self.init(capabilities: kinds.map { .init(type: .rpc(.init(type: $0))) })
    }
}

extension NodeGetCapabilitiesResponse {
    init(reporting kinds: some Sequence<NodeServiceCapability.RPC.Kind>) {
        self.init(capabilities: kinds.map { .init(type: .rpc(.init(type: $0))) })
    }
}
