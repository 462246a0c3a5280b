internal import Agencies
public import Kernel
internal import Register
public import Storage

/// What officers do with dossiers: each use case is one write, decided by the rules, noted in the book.
public struct DossierDesk: Sendable {
    public let database: any Database
    public let world: World

    public init(database: any Database, world: World) {
        self.database = database
        self.world = world
    }

    /// Runs one act on a dossier inside `tx`.
    ///
    /// - Parameters:
    ///   - seen: the version that the page showed; a newer one in the book is `StaleDossier`, which tells who did what.
    ///   - order: makes the command from the dossier as it is now.
    public func act(
        on id: ID<Dossier>,
        seen: Int?,
        by performer: Performer,
        in tx: Transaction,
        _ order: (Dossier, [DossierEntry]) throws -> DossierCommand
    ) throws -> Dossier {
        guard let (dossier, history) = try DossierStore.load(id, in: tx) else { throw DossierNotFound(id: id) }
        if let seen, seen != dossier.version {
            throw StaleDossier(id: id, since: history.filter { $0.version > seen })
        }
        let now = world.now(notBefore: history.last?.at)
        let events = try dossier.decide(try order(dossier, history), by: performer, at: now)
        guard !events.isEmpty else { return dossier }
        let after = try DossierStore.save(
            events,
            of: dossier,
            history: history,
            by: performer.actor,
            agency: performer.agency,
            at: now,
            in: tx
        ).dossier
        if after.replacements[.receipt] != dossier.replacements[.receipt] {
            try DossierStore.replaceToken(of: id, by: newToken(), at: now, in: tx)
        }
        return after
    }

    /// The same as one write of its own, with a request key that decides doubles: the second of two equal requests
    /// does nothing and gives the dossier as it is.
    public func act(
        on id: ID<Dossier>,
        seen: Int?,
        by performer: Performer,
        key: String,
        name: String = #function,
        _ order: @escaping @Sendable (Dossier, [DossierEntry], Transaction) throws -> DossierCommand
    ) async throws -> Dossier {
        try await database.write(name) { tx in
            var done: Dossier?
            let outcome = try RequestKeys.once(key, at: world.now(), in: tx) {
                let dossier = try act(on: id, seen: seen, by: performer, in: tx) { try order($0, $1, tx) }
                done = dossier
                return dossier.id.rawValue
            }
            if let done { return done }
            guard let (dossier, _) = try DossierStore.load(ID(outcome), in: tx) else { throw DossierNotFound(id: id) }
            return dossier
        }
    }

    /// Signs for many hand-overs in one go; each is its own act, and one that fails is named and stops none.
    public func takeAll(
        _ ids: [ID<Dossier>],
        by performer: Performer,
        key: String
    ) async throws -> [ID<Dossier>: any Error] {
        try await each(ids, by: performer, key: key) { _ in .take }
    }

    /// A leader signs many: each was opened or is marked unseen.
    ///
    /// - Parameter block: the signature block, as `SignedBy.block`.
    public func signAll(
        _ ids: [ID<Dossier>],
        seen opened: Set<ID<Dossier>>,
        block: String,
        by performer: Performer,
        key: String
    ) async throws -> [ID<Dossier>: any Error] {
        let signature = SignedBy(officer: performer.actor, block: block)
        return try await each(ids, by: performer, key: key) { dossier in
            if dossier.proposed != nil { throw DossierError.supplementProposed(instead: [.askSupplement, .sendBack]) }
            guard let step = dossier.currentStep, step.kind == .sign || dossier.signsWithApproval else {
                throw DossierError.wrongStep(needs: .leader, name: dossier.currentStep?.name ?? "")
            }
            // An opinion against the citizen is signed one by one, with its reason before the leader's eyes.
            guard (dossier.opinion ?? .granted) == .granted else { throw DossierError.reasonMissing }
            return .completeStep(
                opinion: .granted,
                note: nil,
                signature: signature,
                seen: opened.contains(dossier.id)
            )
        }
    }

    private func each(
        _ ids: [ID<Dossier>],
        by performer: Performer,
        key: String,
        _ order: @escaping @Sendable (Dossier) throws -> DossierCommand
    ) async throws -> [ID<Dossier>: any Error] {
        guard ids.count <= DossierLimits.signedAtOnce else {
            throw DossierError.tooMany(what: .dossiers, limit: DossierLimits.signedAtOnce)
        }
        return await withTaskGroup(of: (ID<Dossier>, (any Error)?).self) { group in
            for id in Set(ids) {
                group.addTask {
                    do {
                        _ = try await act(on: id, seen: nil, by: performer, key: "\(key):\(id)") { dossier, _, _ in
                            try order(dossier)
                        }
                        return (id, nil)
                    } catch { return (id, error) }
                }
            }
            var failures: [ID<Dossier>: any Error] = [:]
            for await (id, failure) in group { failures[id] = failure }
            return failures
        }
    }

    /// A token for a slip's QR: 120 bits of chance, never a person's number.
    func newToken() -> String { String(decoding: Base32.encode(world.secret(15)), as: UTF8.self) }

    /// Keeps a free text beside the book. An empty one is refused: every reason is given in words.
    func text(_ body: String, of id: ID<Dossier>, in tx: Transaction) throws -> TextReference {
        guard body.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
            throw DossierError.reasonMissing
        }
        guard body.count <= Limits.textLength else {
            throw DossierError.tooLong(what: .text, limit: Limits.textLength)
        }
        return try TextStore.write(body, subject: id.rawValue, world: world, in: tx)
    }
}

/// There is no such dossier, or this officer may not know of it.
public struct DossierNotFound: Error, Hashable, Sendable {
    public let id: ID<Dossier>
    public init(id: ID<Dossier>) { self.id = id }
}

/// The page was old: what has happened since, so that it can say who did what.
public struct StaleDossier: Error, Hashable, Sendable {
    public let id: ID<Dossier>
    public let since: [DossierEntry]
}
