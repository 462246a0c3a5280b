/// Merkle trees as RFC 6962 defines them: SHA-256, `0x00` before a leaf, `0x01` before a node.
///
/// A tree over a list proves that an entry stands in it and that a longer list begins with a shorter one, with a
/// handful of hashes and without showing the rest.
public enum Merkle {
    /// The root of the empty tree.
    public static let empty = SHA256.hash([])

    /// The hash of a leaf that holds `data`.
    public static func leaf(_ data: [UInt8]) -> [UInt8] { SHA256.hash([0] + data) }

    /// The hash of a node over two others.
    public static func node(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] { SHA256.hash([1] + left + right) }

    /// The root over these leaf hashes, computed whole: for tests and small lists.
    public static func root(_ leaves: [[UInt8]]) -> [UInt8] {
        var frontier = MerkleFrontier()
        for leaf in leaves { frontier.append(leaf) }
        return frontier.root
    }

    /// Whether `proof` shows that `leaf` (a leaf hash) is number `index` (from 0) of the `size` under `root`.
    ///
    /// RFC 9162, 2.1.3.2, which words RFC 6962's audit path as steps.
    public static func holds(
        inclusion proof: [[UInt8]],
        of leaf: [UInt8],
        at index: Int64,
        size: Int64,
        root: [UInt8]
    ) -> Bool {
        guard index >= 0, index < size else { return false }
        var place = index
        var last = size - 1
        var hash = leaf
        for step in proof {
            if last == 0 { return false }
            if place & 1 == 1 || place == last {
                hash = node(step, hash)
                while place & 1 == 0, place != 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                hash = node(hash, step)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 && hash == root
    }

    /// Whether `proof` shows that the tree of `newer` leaves begins with the tree of `older` leaves (RFC 9162, 2.1.4.2).
    public static func holds(
        consistency proof: [[UInt8]],
        older: Int64,
        olderRoot: [UInt8],
        newer: Int64,
        newerRoot: [UInt8]
    ) -> Bool {
        guard older >= 0, older <= newer else { return false }
        if older == newer { return proof.isEmpty && olderRoot == newerRoot }
        if older == 0 { return proof.isEmpty && olderRoot == empty }
        var path = proof[...]
        if older & (older - 1) == 0 { path = ([olderRoot] + proof)[...] }
        guard let start = path.popFirst() else { return false }
        var place = older - 1
        var last = newer - 1
        while place & 1 == 1 {
            place >>= 1
            last >>= 1
        }
        var oldHash = start
        var newHash = start
        for step in path {
            if last == 0 { return false }
            if place & 1 == 1 || place == last {
                oldHash = node(step, oldHash)
                newHash = node(step, newHash)
                while place & 1 == 0, place != 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                newHash = node(newHash, step)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 && oldHash == olderRoot && newHash == newerRoot
    }
}

/// A whole subtree: node `place` (from 0) of `level` covers the leaves `place << level ..< (place + 1) << level`.
public struct MerkleNode: Hashable, Sendable {
    public let level: Int
    public let place: Int64
    public let hash: [UInt8]
    public init(level: Int, place: Int64, hash: [UInt8]) {
        self.level = level
        self.place = place
        self.hash = hash
    }
}

/// What must be kept of a tree to append to it: the roots of its whole subtrees, at most one a bit of its size.
public struct MerkleFrontier: Hashable, Sendable {
    public private(set) var size: Int64
    /// Largest subtree first.
    public private(set) var peaks: [[UInt8]]

    public init() {
        size = 0
        peaks = []
    }

    /// A frontier as it was kept; nil when so many peaks do not belong to such a size.
    public init?(size: Int64, peaks: [[UInt8]]) {
        guard size >= 0, peaks.count == size.nonzeroBitCount, peaks.allSatisfy({ $0.count == 32 }) else { return nil }
        self.size = size
        self.peaks = peaks
    }

    /// Appends a leaf hash and hands over every subtree that became whole by it, smallest first.
    public mutating func append(_ leaf: [UInt8], completed: (MerkleNode) -> Void = { _ in }) {
        var hash = leaf
        var level = 0
        while size >> Int64(level) & 1 == 1, let left = peaks.popLast() {
            hash = Merkle.node(left, hash)
            level += 1
            completed(MerkleNode(level: level, place: size >> Int64(level), hash: hash))
        }
        peaks.append(hash)
        size += 1
    }

    /// The root of the tree so far.
    public var root: [UInt8] {
        guard var hash = peaks.last else { return Merkle.empty }
        for peak in peaks.dropLast().reversed() { hash = Merkle.node(peak, hash) }
        return hash
    }
}

/// A tree whose nodes lie elsewhere: it asks for leaf hashes and for the kept levels only.
public struct MerkleTree {
    /// Every so many levels are kept: a proof reads at most 2^8 hashes of each, a book of a million keeps 4,000 nodes.
    public static let keptLevels = 8

    public let size: Int64
    private let nodes: (_ level: Int, _ places: Range<Int64>) throws -> [[UInt8]]

    /// `nodes` gives the hashes of a level (0, 8, 16, …) for a range of places; all of them are whole subtrees.
    public init(size: Int64, nodes: @escaping (_ level: Int, _ places: Range<Int64>) throws -> [[UInt8]]) {
        self.size = size
        self.nodes = nodes
    }

    /// Whether `node` is of a level that is kept.
    public static func keeps(_ node: MerkleNode) -> Bool { node.level > 0 && node.level % keptLevels == 0 }

    public func root() throws -> [UInt8] { size == 0 ? Merkle.empty : try hash(0..<size) }

    /// The audit path of leaf `index` (from 0), nearest first: PATH(m, D[n]) of RFC 6962, 2.1.1.
    public func inclusion(of index: Int64) throws -> [[UInt8]] {
        try path(index, 0..<size)
    }

    /// The proof that this tree begins with its first `older` leaves: PROOF(m, D[n]) of RFC 6962, 2.1.2.
    public func consistency(from older: Int64) throws -> [[UInt8]] {
        guard older > 0, older < size else { return [] }
        return try subproof(older, 0..<size, whole: true)
    }

    private func path(_ index: Int64, _ leaves: Range<Int64>) throws -> [[UInt8]] {
        guard leaves.count > 1 else { return [] }
        let middle = Self.split(leaves)
        if index < middle {
            return try path(index, leaves.lowerBound..<middle) + [hash(middle..<leaves.upperBound)]
        }
        return try path(index, middle..<leaves.upperBound) + [hash(leaves.lowerBound..<middle)]
    }

    private func subproof(_ end: Int64, _ leaves: Range<Int64>, whole: Bool) throws -> [[UInt8]] {
        if end == leaves.upperBound { return whole ? [] : [try hash(leaves)] }
        let middle = Self.split(leaves)
        if end <= middle {
            return try subproof(end, leaves.lowerBound..<middle, whole: whole) + [hash(middle..<leaves.upperBound)]
        }
        return try subproof(end, middle..<leaves.upperBound, whole: false) + [hash(leaves.lowerBound..<middle)]
    }

    private func hash(_ leaves: Range<Int64>) throws -> [UInt8] {
        let count = leaves.upperBound - leaves.lowerBound
        guard count & (count - 1) == 0, leaves.lowerBound % count == 0 else {
            let middle = Self.split(leaves)
            return Merkle.node(try hash(leaves.lowerBound..<middle), try hash(middle..<leaves.upperBound))
        }
        let kept = Int64(count.trailingZeroBitCount / Self.keptLevels * Self.keptLevels)
        var row = try nodes(Int(kept), leaves.lowerBound >> kept..<leaves.upperBound >> kept)
        while row.count > 1 {
            row = stride(from: 0, to: row.count, by: 2).map { Merkle.node(row[$0], row[min($0 + 1, row.count - 1)]) }
        }
        return row.first ?? Merkle.empty
    }

    /// The largest power of two smaller than the count, counted from the beginning.
    private static func split(_ leaves: Range<Int64>) -> Int64 {
        let count = leaves.upperBound - leaves.lowerBound
        return leaves.lowerBound + 1 << Int64(63 - (count - 1).leadingZeroBitCount)
    }
}
