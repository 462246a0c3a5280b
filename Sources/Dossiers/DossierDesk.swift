public import Agencies
public import Kernel
public import Register
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
    /// - Parameter seen: the version that the page showed; a newer one in the book is `StaleDossier`, which tells who
    ///   did what since.
    /// - Parameter order: makes the command from the dossier as it is now.
    public func act(
        on id: ID<Dossier>, seen: Int?, by performer: Performer, in tx: Transaction,
        _ order: (Dossier, [DossierEntry]) throws -> DossierCommand
    ) throws -> Dossier {
        guard let (dossier, history) = try DossierStore.load(id, in: tx) else { throw DossierNotFound(id: id) }
        if let seen, seen != dossier.version {
            throw StaleDossier(id: id, since: history.filter { $0.version > seen })
        }
        let now = world.now()
        let command = try order(dossier, history)
        let events = try dossier.decide(command, by: performer, at: now)
        guard !events.isEmpty else { return dossier }
        return try DossierStore.save(
            events, of: dossier, history: history, by: performer.actor, agency: performer.agency, at: now, in: tx
        ).dossier
    }

    /// The same as one write of its own, with a request key that decides doubles: the second of two equal requests
    /// does nothing and gives the dossier as it is.
    public func act(
        on id: ID<Dossier>, seen: Int?, by performer: Performer, key: String, name: String = #function,
        _ order: @escaping @Sendable (Dossier, [DossierEntry], Transaction) throws -> DossierCommand
    ) async throws -> Dossier {
        try await database.write(name) { tx in
            _ = try RequestKeys.once(key, at: world.now(), in: tx) {
                _ = try act(on: id, seen: seen, by: performer, in: tx) { try order($0, $1, tx) }
                return id.rawValue
            }
            guard let (dossier, _) = try DossierStore.load(id, in: tx) else { throw DossierNotFound(id: id) }
            return dossier
        }
    }

    /// Signs for many hand-overs in one go; each is its own act, and one that fails is named and stops none.
    public func takeAll(
        _ ids: [ID<Dossier>], by performer: Performer, key: String
    ) async throws -> [ID<Dossier>: any Error] {
        try await each(ids, by: performer, key: key) { _ in .take }
    }

    /// A leader signs many: each opened or marked unseen.
    public func signAll(
        _ ids: [ID<Dossier>], seen opened: Set<ID<Dossier>>, block: String, by performer: Performer, key: String
    ) async throws -> [ID<Dossier>: any Error] {
        guard ids.count <= DossierLimits.signedAtOnce else {
            throw DossierError.tooMany(what: .steps, limit: DossierLimits.signedAtOnce)
        }
        let signature = SignedBy(officer: performer.actor, block: block)
        return try await each(ids, by: performer, key: key) { dossier in
            guard dossier.currentStep?.kind == .sign else {
                throw DossierError.wrongStep(needs: .leader, name: dossier.currentStep?.name ?? "")
            }
            return .completeStep(
                opinion: dossier.opinion ?? .granted, note: nil, signature: signature, seen: opened.contains(dossier.id))
        }
    }

    private func each(
        _ ids: [ID<Dossier>], by performer: Performer, key: String,
        _ order: @escaping @Sendable (Dossier) throws -> DossierCommand
    ) async throws -> [ID<Dossier>: any Error] {
        try await withThrowingTaskGroup(of: (ID<Dossier>, (any Error)?).self) { group in
            for id in ids {
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
            for try await (id, failure) in group { failures[id] = failure }
            return failures
        }
    }
}

/// There is no such dossier, or this officer may not know of it.
public struct DossierNotFound: Error, Sendable {
    public let id: ID<Dossier>
    public init(id: ID<Dossier>) { self.id = id }
}

/// The page was old: what has happened since, so that it can say who did what.
public struct StaleDossier: Error, Sendable {
    public let id: ID<Dossier>
    public let since: [DossierEntry]
}
