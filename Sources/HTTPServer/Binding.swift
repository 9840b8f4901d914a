extension Server {
    /// Addresses that are bound. Clients can connect already, and wait until a server serves them.
    public struct Binding: Sendable {
        let listeners: [Listener]

        /// Binds addresses, all or none.
        /// - Throws: ``ServerError`` where one can't be bound.
        public init(_ addresses: [Address]) throws(ServerError) {
            var listeners: [Listener] = []
            do throws(ServerError) {
                for address in addresses { listeners.append(try Listener(address)) }
            } catch {
                listeners.forEach { $0.close() }
                throw error
            }
            self.listeners = listeners
        }

        /// The addresses. A TCP port given as 0 is the one that the system chose.
        public var addresses: [Address] { listeners.map(\.address) }

        /// Gives them up, where no server serves them.
        public func close() {
            listeners.forEach { $0.close() }
        }
    }
}
