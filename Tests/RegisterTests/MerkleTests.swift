import Kernel
import Testing

/// The eight inputs and roots of the reference implementation of Certificate Transparency (RFC 6962).
private let inputs = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
]
private let roots = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

/// A tree of `count` leaves with the levels that are kept, as the register keeps them.
private struct Kept {
    var leaves: [[UInt8]] = []
    var nodes: [Int: [Int64: [UInt8]]] = [:]
    var frontier = MerkleFrontier()
    var rootAt: [[UInt8]] = [Merkle.empty]

    init(_ count: Int) {
        for number in 0..<count {
            let leaf = Merkle.leaf(Array("entry \(number)".utf8))
            leaves.append(leaf)
            frontier.append(leaf) { if MerkleTree.keeps($0) { nodes[$0.level, default: [:]][$0.place] = $0.hash } }
            rootAt.append(frontier.root)
        }
    }
    func tree(_ size: Int) -> MerkleTree {
        MerkleTree(size: Int64(size)) { level, places in
            places.compactMap { level == 0 ? leaves[Int($0)] : nodes[level]?[$0] }
        }
    }
}

@Suite struct MerkleTests {
    @Test(arguments: 0...8) func rootsAreThoseOfTheReference(size: Int) throws {
        let leaves = try inputs.prefix(size).map { Merkle.leaf(try #require(Hex.decode($0))) }
        #expect(Hex.encode(Merkle.root(leaves)) == roots[size])
    }

    @Test func theAuditPathOfTheReferenceHolds() throws {
        let leaves = try inputs.map { Merkle.leaf(try #require(Hex.decode($0))) }
        let tree = MerkleTree(size: 8) { _, places in places.map { leaves[Int($0)] } }
        #expect(
            try tree.inclusion(of: 0).map(Hex.encode) == [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ]
        )
    }

    @Test func everyLeafOfEverySmallTreeIsProvenAndNoOther() throws {
        let kept = Kept(40)
        for size in 1...40 {
            let root = kept.rootAt[size]
            #expect(try kept.tree(size).root() == root)
            for index in 0..<size {
                let path = try kept.tree(size).inclusion(of: Int64(index))
                func holds(_ leaf: Int, at place: Int, _ size: Int, _ root: [UInt8]) -> Bool {
                    Merkle.holds(
                        inclusion: path,
                        of: kept.leaves[leaf],
                        at: Int64(place),
                        size: Int64(size),
                        root: root
                    )
                }
                #expect(holds(index, at: index, size, root))
                #expect(!holds(index, at: index, size, Merkle.empty))
                #expect(!holds((index + 1) % 40, at: index, size, root))
                #expect(!holds(index, at: size, size, root), "a place beyond the tree")
                if size > 1 { #expect(!holds(index, at: (index + 1) % size, size, root), "\(index) of \(size)") }
            }
        }
    }

    @Test func everyTreeBeginsWithEverySmallerOne() throws {
        let kept = Kept(40)
        for newer in 1...40 {
            for older in 1...newer {
                let proof = try kept.tree(newer).consistency(from: Int64(older))
                func holds(_ oldRoot: [UInt8], _ newRoot: [UInt8]) -> Bool {
                    Merkle.holds(
                        consistency: proof,
                        older: Int64(older),
                        olderRoot: oldRoot,
                        newer: Int64(newer),
                        newerRoot: newRoot
                    )
                }
                #expect(holds(kept.rootAt[older], kept.rootAt[newer]))
                #expect(!holds(kept.rootAt[older - 1], kept.rootAt[newer]))
                #expect(!holds(kept.rootAt[older], kept.rootAt[newer - 1]))
            }
        }
    }

    /// Sizes around the levels that are kept: 2^8, and a tree that has two of them.
    @Test(arguments: [255, 256, 257, 511, 512, 513, 1000]) func keptLevelsGiveTheSameProofs(size: Int) throws {
        let kept = Kept(size)
        let bare = MerkleTree(size: Int64(size)) { level, places in
            var row = kept.leaves[Int(places.lowerBound << Int64(level))..<Int(places.upperBound << Int64(level))].map {
                $0
            }
            for _ in 0..<level { row = stride(from: 0, to: row.count, by: 2).map { Merkle.node(row[$0], row[$0 + 1]) } }
            return row
        }
        #expect(try kept.tree(size).root() == kept.rootAt[size])
        for index in [0, 1, 254, size / 2, size - 2, size - 1] {
            let path = try kept.tree(size).inclusion(of: Int64(index))
            #expect(try path == bare.inclusion(of: Int64(index)))
            #expect(
                Merkle.holds(
                    inclusion: path,
                    of: kept.leaves[index],
                    at: Int64(index),
                    size: Int64(size),
                    root: kept.rootAt[size]
                )
            )
        }
    }

    @Test func aFrontierIsTakenUpWhereItWasLeft() throws {
        let kept = Kept(300)
        var frontier = MerkleFrontier()
        for leaf in kept.leaves {
            frontier = try #require(MerkleFrontier(size: frontier.size, peaks: frontier.peaks))
            frontier.append(leaf)
        }
        #expect(frontier.root == kept.rootAt[300])
        #expect(MerkleFrontier(size: 3, peaks: [Merkle.empty]) == nil, "two peaks belong to three leaves")
        #expect(MerkleFrontier(size: 1, peaks: [[1, 2]]) == nil, "a hash has 32 bytes")
    }
}
