package import CSI
package import Volumes

extension Plugin {
    /// Whether it said that it has what an RPC requires. Of group controllers only the service is known.
    package func serves(_ rpc: RPC) -> Bool {
        switch rpc.requirement {
        case nil: true
        case .service(.controllerService): hasController
        case .service(.groupControllerService), .groupController: hasGroupController
        case .service(.snapshotMetadataService): hasSnapshotMetadata
        case .service: false
        case .controller(let kind): controllerCapabilities.isSuperset(of: .init(numbers: [kind.rawValue]))
        case .node(let kind): node?.capabilities.isSuperset(of: .init(numbers: [kind.rawValue])) ?? false
        }
    }
}
