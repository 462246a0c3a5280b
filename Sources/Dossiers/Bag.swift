public import Agencies
public import Kernel
public import Register

/// A bag that carries folders or results between a centre and a commune, with its manifest (bảng kê bàn giao).
///
/// The folders' hand-overs are signed by sending and by receiving; a folder that is on the manifest and not in the bag
/// keeps its hand-over open, and both are named.
public struct Bag: Hashable, Sendable {
    public enum State: String, Sendable, CaseIterable, Codable { case open, sent, received, differs }
    public let id: ID<Bag>
    public private(set) var version = 0
    public private(set) var made: BagMade?
    public private(set) var state = State.open
    public private(set) var dossiers: [ID<Dossier>] = []
    public private(set) var missing: [ID<Dossier>] = []
    public private(set) var extra: [DossierCode] = []
    public private(set) var madeAt: Instant?
    public private(set) var sentAt: Instant?
    public private(set) var sender: Actor?
    public private(set) var receivedAt: Instant?
    public private(set) var receiver: Actor?
    public private(set) var lastAt: Instant?

    public init(id: ID<Bag>) { self.id = id }

    /// What `command` leads to. Pure.
    public func decide(_ command: BagCommand, at unit: ID<Agency>) throws(BagError) -> [BagEvent] {
        switch command {
        case .make(let number, let to):
            guard made == nil else { throw .notOpen }
            guard to != unit else { throw .sameUnit }
            return [.made(BagMade(number: number, from: unit, to: to))]
        case .add(let dossier):
            try checkOpen(at: unit)
            guard !dossiers.contains(dossier) else { throw .alreadyIn }
            guard dossiers.count < DossierLimits.bagDossiers else { throw .full(limit: DossierLimits.bagDossiers) }
            return [.added(dossier)]
        case .remove(let dossier):
            try checkOpen(at: unit)
            guard dossiers.contains(dossier) else { throw .notIn }
            return [.removed(dossier)]
        case .send:
            try checkOpen(at: unit)
            guard !dossiers.isEmpty else { throw .empty }
            return [.sent]
        case .receive(let found, let extra):
            guard state == .sent, let made else { throw .notSent }
            guard made.to == unit else { throw .notYourUnit(made.to) }
            for dossier in found where !dossiers.contains(dossier) { throw .notIn }
            guard extra.count <= DossierLimits.bagDossiers else { throw .full(limit: DossierLimits.bagDossiers) }
            return [.received(BagReceived(missing: dossiers.filter { !found.contains($0) }, extra: extra))]
        }
    }

    private func checkOpen(at unit: ID<Agency>) throws(BagError) {
        guard state == .open, let made else { throw .notOpen }
        guard made.from == unit else { throw .notYourUnit(made.from) }
    }

    /// Folds one entry.
    public mutating func apply(_ event: BagEvent, by actor: Actor, at now: Instant) {
        version += 1
        lastAt = now
        switch event {
        case .made(let made):
            self.made = made
            madeAt = now
        case .added(let dossier): dossiers.append(dossier)
        case .removed(let dossier): dossiers.removeAll { $0 == dossier }
        case .sent:
            state = .sent
            sentAt = now
            sender = actor
        case .received(let received):
            missing = received.missing
            extra = received.extra
            state = missing.isEmpty && extra.isEmpty ? .received : .differs
            receivedAt = now
            receiver = actor
        }
    }
}

public enum BagCommand: Hashable, Sendable {
    case make(number: String, to: ID<Agency>)
    case add(ID<Dossier>)
    case remove(ID<Dossier>)
    case send
    /// What the receiver found, and codes of folders that are not on the manifest.
    case receive(found: [ID<Dossier>], extra: [DossierCode])
}

/// What can happen to a bag; names and formats are for ever.
public enum BagEvent: Hashable, Sendable {
    case made(BagMade)
    case added(ID<Dossier>)
    case removed(ID<Dossier>)
    case sent
    case received(BagReceived)
}

public struct BagMade: Hashable, Sendable, Codable {
    /// The number of the manifest: `TÚI-2025-0007`.
    public var number: String
    public var from: ID<Agency>
    public var to: ID<Agency>
    public init(number: String, from: ID<Agency>, to: ID<Agency>) {
        self.number = number
        self.from = from
        self.to = to
    }
}

public struct BagReceived: Hashable, Sendable, Codable {
    public var missing: [ID<Dossier>]
    public var extra: [DossierCode]
    public init(missing: [ID<Dossier>], extra: [DossierCode]) {
        self.missing = missing
        self.extra = extra
    }
}

/// What the rules of bags refuse.
public enum BagError: Error, Hashable, Sendable {
    case notOpen
    case notSent
    case notYourUnit(ID<Agency>)
    case sameUnit
    case alreadyIn
    /// The dossier lies in another open bag.
    case inAnotherBag(String)
    case notIn
    case empty
    case full(limit: Int)
    /// The folder is not at the unit that sends the bag, or waits for somebody else's signature.
    case notHere(DossierCode)
    case unknown

    /// The name of the cause, for texts: `notHere`.
    public var cause: String { Mirror(reflecting: self).children.first?.label ?? String(describing: self) }
}
