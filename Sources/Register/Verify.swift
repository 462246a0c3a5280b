public import Kernel
public import Storage

/// Reads the whole book and says whether it is as it was written; the service goes on meanwhile.
///
/// One slice is one read. It keeps no list of subjects: each entry is read with the one before it in its chain.
/// Deleting the newest entries *together with* the counter, before they are sealed, leaves a book that is whole in
/// itself: that is what `Rebuild.check` finds, since the tables then know more than the book.
public struct Verify: Sendable {
    private let database: any Database
    private let vault: Vault
    private let keys: Set<[UInt8]>
    private let slice: Int

    /// `publicKeys` are all that the key folder holds; the vault's own is among them in any case.
    public init(
        database: any Database,
        vault: Vault,
        publicKeys: [[UInt8]] = [],
        slice: Int = RegisterLimits.verifySlice
    ) {
        self.database = database
        self.vault = vault
        keys = Set(publicKeys + [vault.publicKey()])
        self.slice = max(1, slice)
    }

    /// Verifies everything up to the newest entry of this moment. `progress` hears the position after each slice.
    public func run(progress: @Sendable (Int64) -> Void = { _ in }) async throws -> VerifyReport {
        let start = try await database.read { tx in try Start(in: tx) }
        var walk = Walk(start: start, keys: keys, vault: vault)
        while walk.position < start.newest {
            try Task.checkCancellation()
            let after = walk.position
            let limit = slice
            let part = try await database.read { tx in try Part(after: after, limit: limit, start: start, in: tx) }
            guard !part.steps.isEmpty else { break }
            walk.take(part)
            progress(walk.position)
        }
        let reached = walk.position
        let rest = try await database.read { tx in
            try Seal.heads(after: reached, through: .max, newest: start.head?.number ?? 0, in: tx)
        }
        return walk.finished(headsBeyond: rest)
    }

    /// What the book said of itself when verifying began.
    struct Start: Sendable {
        let counter: Int64
        let newest: Int64
        let head: SealedHead?
        let outside: [Finding]

        init(in tx: Transaction) throws {
            counter = try Book.position(in: tx)
            newest = try tx.value("SELECT MAX(position) FROM entry") ?? 0
            head = try Seal.newest(in: tx)
            outside = try tx.rows("SELECT position, subject FROM entry WHERE position < 1 ORDER BY position LIMIT 100")
                .map { .outside(position: try $0.get("position"), subject: try $0.get("subject")) }
        }
    }

    /// An entry with what stands before it in its chain.
    struct Step: Sendable {
        let entry: Entry
        let before: (position: Int64, hash: [UInt8])?
        /// The newest version before it that is still there, where the one just before is gone.
        let versionBefore: Int
    }

    /// One slice of the book, read at one moment.
    struct Part: Sendable {
        let steps: [Step]
        let heads: [SealedHead]
        /// Kept nodes that the signed book must have, by the last leaf below them and level.
        let nodes: [MerkleNode]

        init(after: Int64, limit: Int, start: Start, in tx: Transaction) throws {
            let rows = try tx.rows(
                """
                SELECT e.*, p.position AS before_position, p.hash AS before_hash
                FROM entry e LEFT JOIN entry p ON p.subject = e.subject AND p.version = e.version - 1
                WHERE e.position > \(after) AND e.position <= \(start.newest) ORDER BY e.position LIMIT \(limit)
                """
            )
            steps = try rows.map { row in
                let entry = try Entry(row: row)
                if let position = try row.getIfPresent("before_position", as: Int64.self) {
                    let before = (position, try row.get("before_hash", as: [UInt8].self))
                    return Step(entry: entry, before: before, versionBefore: entry.version - 1)
                }
                guard entry.version > 1 else { return Step(entry: entry, before: nil, versionBefore: 0) }
                let kept: Int? = try tx.value(
                    "SELECT MAX(version) FROM entry WHERE subject = \(entry.subject) AND version < \(entry.version)"
                )
                return Step(entry: entry, before: nil, versionBefore: kept ?? 0)
            }
            let through = steps.last?.entry.position ?? after
            heads = try Seal.heads(after: after, through: through, newest: start.head?.number ?? 0, in: tx)
            nodes = try Self.nodes(after: after, through: min(through, start.head?.position ?? 0), in: tx)
        }

        /// The kept nodes that become whole in `(after, through]`; one that is gone has an empty hash.
        private static func nodes(after: Int64, through: Int64, in tx: Transaction) throws -> [MerkleNode] {
            var found: [MerkleNode] = []
            var level = MerkleTree.keptLevels
            while through >> Int64(level) > 0 {
                for place in after >> Int64(level)..<max(after >> Int64(level), through >> Int64(level)) {
                    let hash = try Seal.keptNode(level: level, place: place, in: tx) ?? []
                    found.append(MerkleNode(level: level, place: place, hash: hash))
                }
                level += MerkleTree.keptLevels
            }
            return found
        }
    }
}
