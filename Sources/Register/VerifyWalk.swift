internal import Kernel

extension Verify {
    /// The state of a walk through the book: a pure function of the slices it is given.
    struct Walk {
        private(set) var position: Int64 = 0
        private let start: Start
        private let keys: Set<[UInt8]>
        private let vault: Vault
        private var report = VerifyReport()
        private var frontier = MerkleFrontier()
        private var computed: [MerkleNode] = []
        /// False from the first hole on: the tree over what follows cannot be computed any more.
        private var isTreeWhole = true
        /// False from the first head on whose root is not that of the entries: all later ones differ by the same cause.
        private var rootsAgree = true
        private var lastHead: (number: Int64, position: Int64) = (0, 0)
        private var changed: [Entry] = []

        init(start: Start, keys: Set<[UInt8]>, vault: Vault) {
            self.start = start
            self.keys = keys
            self.vault = vault
            report.position = max(start.newest, start.counter)
            report.newestHead = start.head
            report.unsealed = max(0, report.position - (start.head?.position ?? 0))
            for finding in start.outside { report.add(finding) }
        }

        mutating func take(_ part: Part) {
            var heads = part.heads[...]
            for step in part.steps {
                // Heads that end in a hole are compared with what stands before it, which cannot agree.
                while let head = heads.first, head.position < step.entry.position {
                    heads.removeFirst()
                    if head.position > position { noteMissing(through: step.entry.position - 1) }
                    take(head)
                }
                take(step)
                if let head = heads.first, head.position == step.entry.position {
                    heads.removeFirst()
                    take(head)
                }
            }
            compare(part.nodes)
        }

        private mutating func take(_ step: Step) {
            let entry = step.entry
            noteMissing(through: entry.position - 1)
            position = entry.position
            report.entries += 1
            if isTreeWhole {
                frontier.append(Merkle.leaf(entry.hash)) { if MerkleTree.keeps($0) { computed.append($0) } }
            }
            if entry.hash != entry.expectedHash {
                if changed.count < RegisterLimits.movedAmong { changed.append(entry) }
                report.add(.changed(position: entry.position, subject: entry.subject, version: entry.version))
            }
            if let before = step.before {
                if before.hash != entry.previous || before.position >= entry.position {
                    report.add(.brokenLink(position: entry.position, subject: entry.subject, version: entry.version))
                }
            } else if entry.version > 1 {
                report.add(
                    .missingVersions(subject: entry.subject, first: step.versionBefore + 1, last: entry.version - 1)
                )
            } else {
                report.subjects += 1
                if entry.previous != Entry.origin {
                    report.add(.brokenLink(position: entry.position, subject: entry.subject, version: entry.version))
                }
            }
        }

        private mutating func noteMissing(through last: Int64) {
            guard last > position else { return }
            let sealed = position + 1 <= start.head?.position ?? 0
            report.add(.missing(first: position + 1, last: last, sealed: sealed))
            position = last
            isTreeWhole = false
        }

        private mutating func take(_ head: SealedHead) {
            if head.number > lastHead.number + 1 {
                for number in lastHead.number + 1..<min(head.number, lastHead.number + 101) {
                    report.add(.missingHead(number: number))
                }
            }
            let before = lastHead.position
            lastHead = (head.number, head.position)
            switch head.standing(keys, vault) {
            case .forged: report.add(.forgedHead(number: head.number, position: head.position))
            case .unknownKey: report.add(.unknownKey(number: head.number, position: head.position))
            case .signed:
                guard isTreeWhole, rootsAgree else {
                    report.headsNotCompared += 1
                    return
                }
                if frontier.size == head.position, frontier.root == head.root {
                    report.heads += 1
                } else {
                    rootsAgree = false
                    report.add(.rewritten(first: before + 1, last: head.position, head: head.number))
                }
            }
        }

        private mutating func compare(_ kept: [MerkleNode]) {
            defer { computed.removeAll(keepingCapacity: true) }
            guard isTreeWhole, rootsAgree else { return }
            let whole = Dictionary(
                computed.map { (Place(level: $0.level, place: $0.place), $0.hash) },
                uniquingKeysWith: { $1 }
            )
            for node in kept where whole[Place(level: node.level, place: node.place)] != node.hash {
                let first = node.place << Int64(node.level) + 1
                report.add(.wrongNode(first: first, last: first + 1 << Int64(node.level) - 1))
            }
        }

        private struct Place: Hashable {
            let level: Int
            let place: Int64
        }

        /// The report after the last slice. `headsBeyond` are heads that cover entries that are not there.
        func finished(headsBeyond: [SealedHead]) -> VerifyReport {
            var walk = self
            if start.counter < start.newest {
                walk.report.add(.counter(says: start.counter, newest: start.newest))
            }
            let signed = headsBeyond.filter { $0.standing(keys, vault) == .signed }.map(\.position).max() ?? 0
            walk.noteMissing(through: max(start.counter, signed))
            for head in headsBeyond { walk.take(head) }
            walk.nameMoved()
            return walk.report
        }

        /// An entry whose hash fits another changed entry's place was moved there, not changed.
        private mutating func nameMoved() {
            for entry in changed {
                let origin = changed.first { other in
                    other.position != entry.position
                        && [
                            (other.position, entry.version), (entry.position, other.version),
                            (other.position, other.version),
                        ].contains { entry.hash == entry.hash(at: $0, version: $1) }
                }
                guard let origin else { continue }
                let was = Finding.changed(position: entry.position, subject: entry.subject, version: entry.version)
                guard let index = report.findings.firstIndex(of: was) else { continue }
                report.findings[index] = .moved(
                    position: entry.position,
                    subject: entry.subject,
                    version: entry.version,
                    from: origin.position
                )
            }
        }
    }
}

extension Entry {
    /// The hash that these contents would have at another place.
    fileprivate func hash(at position: Int64, version: Int) -> [UInt8] {
        Entry(
            position: position,
            subject: subject,
            version: version,
            event: event,
            actor: actor,
            agency: agency,
            at: at,
            previous: previous
        ).hash
    }
}
