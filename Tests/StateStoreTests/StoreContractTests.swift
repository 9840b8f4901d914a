import Testing

/// What every engine keeps, whatever lies under it.
@Suite("The store's contract")
enum StoreContractTests {}
