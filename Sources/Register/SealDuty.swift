public import Kernel
public import Storage

/// Seals what was written since the newest head, off the request path, in slices that each end with a head.
///
/// It reads outside the write lock (entries never change), recomputes every hash it is about to sign for, and writes
/// only the head and a few nodes. When it is interrupted it goes on from the newest head.
public struct SealDuty: Sendable {
    private let database: any Database
    private let vault: Vault
    private let world: World
    private let keys: Set<[UInt8]>
    private let slice: Int

    /// `publicKeys` are all that the key folder holds, so that a head made before a change of keys is still known.
    public init(
        database: any Database,
        vault: Vault,
        world: World,
        publicKeys: [[UInt8]] = [],
        slice: Int = RegisterLimits.sealSlice
    ) {
        self.database = database
        self.vault = vault
        self.world = world
        keys = Set(publicKeys + [vault.publicKey()])
        self.slice = max(1, slice)
    }

    /// Seals until nothing is left or `slices` are done; the newest head after it, nil for an empty book.
    ///
    /// - Throws: `SealError` when the book is not whole: it is then not signed over, and `Verify` says where.
    @discardableResult
    public func run(slices: Int = 1000) async throws -> SealedHead? {
        for _ in 0..<slices {
            guard try await sealSlice() else { break }
        }
        return try await database.read { tx in try Seal.newest(in: tx) }
    }

    /// Seals at most one slice; false when there was nothing to seal.
    public func sealSlice() async throws -> Bool {
        let slice = slice
        let (newest, entries, position) = try await database.read { tx in
            let newest = try Seal.newest(in: tx)
            let entries = try Book.entries(after: newest?.position ?? 0, limit: slice, in: tx)
            return (newest, entries, try Book.position(in: tx))
        }
        var frontier = MerkleFrontier()
        if let newest {
            guard newest.standing(keys, vault) == .signed, let kept = newest.frontier else {
                throw SealError.head(newest.number)
            }
            frontier = kept
        }
        guard !entries.isEmpty else {
            guard position <= frontier.size else { throw SealError.hole(frontier.size + 1) }
            return false
        }
        var nodes: [MerkleNode] = []
        for entry in entries {
            guard entry.position == frontier.size + 1 else { throw SealError.hole(frontier.size + 1) }
            guard entry.hash == entry.expectedHash else { throw SealError.changed(entry.position) }
            frontier.append(Merkle.leaf(entry.hash)) { node in
                if MerkleTree.keeps(node) { nodes.append(node) }
            }
        }
        let number = (newest?.number ?? 0) + 1
        let head = try SealedHead(number: number, frontier: frontier, at: world.now(), signedBy: vault)
        let kept = nodes
        try await database.write("register.seal") { tx in
            // Another server may have sealed meanwhile: its head stands, and this slice begins anew from it.
            guard try Seal.newest(in: tx)?.number ?? 0 == number - 1 else { return }
            try Seal.insert(head, kept, in: tx)
        }
        return true
    }
}
