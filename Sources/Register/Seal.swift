public import Kernel
public import Storage

/// A signed head: "the first `position` entries of the book have this root", with the agency's signature.
///
/// Whoever keeps a head can tell for ever whether the entries before it were changed, deleted or moved.
public struct SealedHead: Hashable, Sendable {
    /// Dense from 1.
    public let number: Int64
    /// The newest entry it covers, which is the size of the tree.
    public let position: Int64
    /// RFC 6962 root over the hashes of the entries.
    public let root: [UInt8]
    public let at: Instant
    /// Ed25519; verifying accepts only keys that the key folder holds, never a key because it stands here.
    public let publicKey: [UInt8]
    public let signature: [UInt8]
    /// The frontier, so that the next head does not read the book again.
    public let peaks: [[UInt8]]

    init(
        number: Int64,
        frontier: MerkleFrontier,
        at: Instant,
        signedBy vault: Vault
    ) throws {
        self.number = number
        position = frontier.size
        root = frontier.root
        self.at = at
        peaks = frontier.peaks
        publicKey = vault.publicKey()
        signature = try vault.sign(Self.message(number: number, position: frontier.size, root: frontier.root, at: at))
    }

    /// The bytes that are signed: a name for the format, three numbers of eight bytes, the root.
    public static func message(number: Int64, position: Int64, root: [UInt8], at: Instant) -> [UInt8] {
        var bytes = Array("motcua-head-1\n".utf8)
        for value in [number, position, at.milliseconds] {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: value >> Int64(shift)))
            }
        }
        return bytes + root
    }

    /// Who vouches for this head.
    public enum Standing: Sendable { case signed, unknownKey, forged }

    /// Whether the signature is right and made with a key in `keys`.
    public func standing(_ keys: Set<[UInt8]>, _ vault: Vault) -> Standing {
        let message = Self.message(number: number, position: position, root: root, at: at)
        guard vault.verify(signature, message, publicKey) else { return .forged }
        return keys.contains(publicKey) ? .signed : .unknownKey
    }

    /// The frontier that the next head goes on from; nil when the kept peaks do not lead to the signed root.
    var frontier: MerkleFrontier? {
        guard let frontier = MerkleFrontier(size: position, peaks: peaks), frontier.root == root else { return nil }
        return frontier
    }
}

/// Shows that an entry stands in the book as it was signed, without the rest of the book.
public struct InclusionProof: Hashable, Sendable {
    /// The position of the entry.
    public let position: Int64
    public let entryHash: [UInt8]
    /// Nearest first, as RFC 6962 orders it.
    public let path: [[UInt8]]
    public let head: SealedHead

    /// Whether the path leads from the entry to the signed root.
    public var holds: Bool {
        Merkle.holds(
            inclusion: path,
            of: Merkle.leaf(entryHash),
            at: position - 1,
            size: head.position,
            root: head.root
        )
    }
}

/// What the sealing duty refuses to sign over.
public enum SealError: Error, Equatable, Sendable {
    /// An entry is missing at this position.
    case hole(Int64)
    /// The entry at this position does not have the contents that its hash says.
    case changed(Int64)
    /// The newest head is not ours, or its frontier does not lead to its root.
    case head(Int64)
}

/// Seals: the heads and kept nodes of the book's tree.
public enum Seal {
    static let migrations = [
        Migration(
            "2026-11-23-11-seals",
            [
                """
                CREATE TABLE sealed_head (
                    number \(.int64) NOT NULL PRIMARY KEY CHECK (number > 0),
                    position \(.int64) NOT NULL UNIQUE CHECK (position > 0),
                    root \(.blob) NOT NULL,
                    at \(.int64) NOT NULL,
                    public_key \(.blob) NOT NULL,
                    signature \(.blob) NOT NULL,
                    peaks \(.blob) NOT NULL
                )\(.strict)
                """,
                """
                CREATE TABLE sealed_node (
                    level \(.int64) NOT NULL,
                    place \(.int64) NOT NULL,
                    hash \(.blob) NOT NULL,
                    PRIMARY KEY (level, place)
                )\(.strict)
                """,
            ]
        )
    ]

    /// The newest head, or nil while nothing is sealed.
    public static func newest(in tx: Transaction) throws -> SealedHead? {
        try tx.first("SELECT * FROM sealed_head ORDER BY number DESC LIMIT 1")
    }

    /// The first head that covers `position`, or nil when it is not sealed yet.
    public static func head(covering position: Int64, in tx: Transaction) throws -> SealedHead? {
        try tx.first("SELECT * FROM sealed_head WHERE position >= \(position) ORDER BY position LIMIT 1")
    }

    /// Heads up to number `newest` whose position is in `(after, through]`, oldest first.
    static func heads(after: Int64, through: Int64, newest: Int64, in tx: Transaction) throws -> [SealedHead] {
        try tx.all(
            """
            SELECT * FROM sealed_head WHERE position > \(after) AND position <= \(through) AND number <= \(newest)
            ORDER BY position
            """
        )
    }

    /// How many entries no head covers yet.
    public static func unsealed(in tx: Transaction) throws -> Int64 {
        max(0, try Book.position(in: tx) - (try newest(in: tx)?.position ?? 0))
    }

    /// The proof that the entry at `position` stands in the book, against the newest head; nil while it is not sealed.
    public static func proof(of position: Int64, in tx: Transaction) throws -> InclusionProof? {
        guard let head = try newest(in: tx), position >= 1, position <= head.position,
            let hash: [UInt8] = try tx.value("SELECT hash FROM entry WHERE position = \(position)")
        else { return nil }
        let path = try tree(size: head.position, in: tx).inclusion(of: position - 1)
        return InclusionProof(position: position, entryHash: hash, path: path, head: head)
    }

    /// The proof that the newest head's book begins with the book of the head `older`.
    public static func consistency(from older: SealedHead, to newer: SealedHead, in tx: Transaction) throws -> [[UInt8]]
    {
        try tree(size: newer.position, in: tx).consistency(from: older.position)
    }

    static func tree(size: Int64, in tx: Transaction) -> MerkleTree {
        MerkleTree(size: size) { level, places in
            let hashes: [[UInt8]]
            if level == 0 {
                hashes = try tx.values(
                    """
                    SELECT hash FROM entry WHERE position > \(places.lowerBound) AND position <= \(places.upperBound)
                    ORDER BY position
                    """
                ).map(Merkle.leaf)
            } else {
                hashes = try tx.values(
                    """
                    SELECT hash FROM sealed_node
                    WHERE level = \(level) AND place >= \(places.lowerBound) AND place < \(places.upperBound)
                    ORDER BY place
                    """
                )
            }
            guard hashes.count == places.count else { throw SealError.hole(places.lowerBound << Int64(level) + 1) }
            return hashes
        }
    }

    static func keptNode(level: Int, place: Int64, in tx: Transaction) throws -> [UInt8]? {
        try tx.value("SELECT hash FROM sealed_node WHERE level = \(level) AND place = \(place)")
    }

    static func insert(_ head: SealedHead, _ nodes: [MerkleNode], in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO sealed_head (number, position, root, at, public_key, signature, peaks)
            VALUES (\(head.number), \(head.position), \(head.root), \(head.at), \(head.publicKey), \(head.signature),
                \(Array(head.peaks.joined())))
            """
        )
        for node in nodes {
            try tx.execute(
                """
                INSERT INTO sealed_node (level, place, hash) VALUES (\(node.level), \(node.place), \(node.hash))
                ON CONFLICT (level, place) DO UPDATE SET hash = excluded.hash
                """
            )
        }
    }
}

extension SealedHead: RowDecodable {
    public init(row: Row) throws {
        number = try row.get("number")
        position = try row.get("position")
        root = try row.get("root")
        at = try row.get("at")
        publicKey = try row.get("public_key")
        signature = try row.get("signature")
        let joined: [UInt8] = try row.get("peaks")
        peaks = stride(from: 0, to: joined.count, by: 32).map { Array(joined[$0..<min($0 + 32, joined.count)]) }
    }
}
