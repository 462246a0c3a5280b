public import Agencies
public import Kernel
internal import Register
internal import Storage

extension DossierDesk {
    /// Opens a bag from the officer's unit to another; its manifest gets the next number of the unit and year.
    public func makeBag(to unit: ID<Agency>, by performer: Performer, key: String) async throws -> ID<Bag> {
        let desk = self
        let outcome = try await database.write("make bag") { tx in
            let now = desk.world.now()
            return try RequestKeys.once(key, at: now, in: tx) {
                let serial = try DossierStore.nextSerial("bag:\(performer.agency):\(now.date.year)", in: tx)
                let bag = Bag(id: desk.world.id(.bag))
                let number = "TÚI-\(now.date.year)-\(Digits.padded(serial, 4))"
                let events = try bag.decide(.make(number: number, to: unit), at: performer.agency)
                return try BagStore.save(events, of: bag, by: performer, at: now, in: tx).id.rawValue
            }
        }
        return ID(outcome)
    }

    /// Puts a folder, or a result that is on its way there, into the bag.
    public func addToBag(_ id: ID<Bag>, _ code: DossierCode, by performer: Performer, key: String) async throws -> Bag {
        try await bagAct(id, by: performer, key: key) { bag, tx in
            guard let dossier = try DossierStore.find(code: code, in: tx),
                let row = try DossierStore.row(dossier, in: tx),
                row.holder == performer.agency, row.pendingTo == nil || row.pendingTo == bag.made?.to
            else { throw BagError.notHere(code) }
            if !bag.dossiers.contains(dossier), let other = try BagStore.openBag(with: dossier, in: tx) {
                throw BagError.inAnotherBag(other)
            }
            return .add(dossier)
        }
    }

    /// Takes a folder out again before the bag leaves.
    public func removeFromBag(
        _ id: ID<Bag>,
        _ dossier: ID<Dossier>,
        by performer: Performer,
        key: String
    ) async throws -> Bag {
        try await bagAct(id, by: performer, key: key) { _, _ in .remove(dossier) }
    }

    /// Closes the bag and signs for giving every folder in it, in one write: all or none.
    public func sendBag(_ id: ID<Bag>, by performer: Performer, key: String) async throws -> Bag {
        let desk = self
        return try await bagAct(id, by: performer, key: key) { bag, tx in
            guard let made = bag.made else { throw BagError.unknown }
            for dossier in bag.dossiers {
                guard let row = try DossierStore.row(dossier, in: tx) else { throw DossierNotFound(id: dossier) }
                if row.pendingTo == made.to { continue }
                guard row.holder == made.from, row.pendingTo == nil else { throw BagError.notHere(row.code) }
                _ = try desk.act(on: dossier, seen: nil, by: performer, in: tx) { _, _ in
                    .forward(to: made.to, note: nil, bag: made.number)
                }
            }
            return .send
        }
    }

    /// Opens the bag at the other end: signs for each folder that is there and names the differences.
    ///
    /// - Parameters:
    ///   - found: folders of the manifest that are in the bag.
    ///   - extra: codes of folders that are in the bag and not on the manifest.
    public func receiveBag(
        _ id: ID<Bag>,
        found: [ID<Dossier>],
        extra: [DossierCode] = [],
        by performer: Performer,
        key: String
    ) async throws -> Bag {
        let desk = self
        return try await bagAct(id, by: performer, key: key) { bag, tx in
            let command = BagCommand.receive(found: found, extra: extra)
            _ = try bag.decide(command, at: performer.agency)
            for dossier in Set(found).sorted()
            where try DossierStore.row(dossier, in: tx)?.pendingTo == performer.agency {
                _ = try desk.act(on: dossier, seen: nil, by: performer, in: tx) { _, _ in .take }
            }
            return command
        }
    }

    private func bagAct(
        _ id: ID<Bag>,
        by performer: Performer,
        key: String,
        _ order: @escaping @Sendable (Bag, Transaction) throws -> BagCommand
    ) async throws -> Bag {
        let desk = self
        return try await database.write("bag") { tx in
            let now = desk.world.now()
            _ = try RequestKeys.once(key, at: now, in: tx) {
                guard let bag = try BagStore.load(id, in: tx) else { throw BagError.unknown }
                let events = try bag.decide(try order(bag, tx), at: performer.agency)
                return try BagStore.save(events, of: bag, by: performer, at: now, in: tx).id.rawValue
            }
            guard let bag = try BagStore.load(id, in: tx) else { throw BagError.unknown }
            return bag
        }
    }
}
