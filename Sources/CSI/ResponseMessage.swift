/// A message that a plugin answers with.
public protocol ResponseMessage: Message {
    /// What it answers.
    associatedtype Request: Message

    /// Checks the answer before anyone uses it: what CSI requires is there, and fits the request.
    /// - Throws: ``MessageError`` that names the field.
    func check(for request: Request) throws(MessageError)
}

extension ResponseMessage {
    /// CSI requires nothing of the answer.
    public func check(for request: Request) throws(MessageError) {}
}
