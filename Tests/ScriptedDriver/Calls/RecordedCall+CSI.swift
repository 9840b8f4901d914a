public import CSI

extension RecordedCall {
    /// The request as the message that it is.
    /// - Throws: `MessageError` where it is no such message.
    public func request<Request: Message>(_ type: Request.Type) throws(MessageError) -> Request {
        try Request(decoding: request)
    }

    /// The answer that was sent as the message that it is; nil where none was sent.
    /// - Throws: `MessageError` where it is no such message.
    public func answer<Answer: ResponseMessage>(_ type: Answer.Type) throws(MessageError) -> Answer? {
        guard case .answered(let answers) = outcome, let answer = answers.first else { return nil }
        return try Answer(decoding: answer)
    }
}

extension CallLog {
    /// The requests of one type, in the order they came.
    /// - Throws: `MessageError` where one can't be read.
    public func requests<Request: Message>(_ type: Request.Type) throws -> [Request] {
        try filter { "csi.v1.\($0.rpc)Request" == Request.protoName }.map { try $0.request(type) }
    }
}
