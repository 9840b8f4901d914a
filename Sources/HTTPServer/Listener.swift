internal import Glibc
internal import Platform

/// A bound socket that listens.
struct Listener: Sendable {
    /// The address, with the port that the system chose.
    let address: Server.Address
    let descriptor: CInt
    /// The socket's file.
    private let file: FileIdentity?

    init(_ address: Server.Address) throws(ServerError) {
        switch address {
        case .tcp(let host, let port):
            do throws(System.ListenFailure) {
                let (descriptor, chosen) = try System.listen(onHost: host, port: port)
                self.descriptor = descriptor
                self.address = .tcp(host: host, port: chosen)
                file = nil
            } catch {
                throw ServerError(address, error.text)
            }
        case .unix(let path, let group):
            if let taken = try? FileIdentity(ofFileAt: path) {
                guard taken.isSocket else {
                    throw ServerError(address, "the path is taken by a file that is no socket")
                }
                // What can't be found out counts as someone.
                guard UnixSocket.errorConnecting(to: path)?.code == ECONNREFUSED else {
                    throw ServerError(address, "another server listens there")
                }
                System.remove(fileAt: path)
            }
            do throws(Errno) {
                descriptor = try System.listen(atPath: path, group: group)
                self.address = address
                file = try? FileIdentity(ofFileAt: path)
            } catch {
                throw ServerError(address, error.text)
            }
        }
    }

    /// Gives the socket up, and removes its file unless another has taken its place.
    func close() {
        if case .unix(let path, _) = address, let file, (try? FileIdentity(ofFileAt: path)) == file {
            System.remove(fileAt: path)
        }
        System.close(descriptor)
    }
}
