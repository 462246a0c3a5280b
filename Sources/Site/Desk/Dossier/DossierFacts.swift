internal import Access
internal import Agencies
internal import Catalogue
internal import Documents
internal import Dossiers
internal import Kernel
internal import LegalClock
internal import Register
internal import Storage
internal import Web

/// All that is known of one dossier and may be shown to this officer, read in one transaction.
struct DossierFacts: Sendable {
    let dossier: Dossier
    let filing: Submission
    let history: [DossierEntry]
    let officer: Officer
    let frame: DeskFrame
    let now: Instant
    let procedure: ProcedureVersion?
    /// The one by which the dossier's clock runs.
    let calendar: WorkCalendar
    /// Until when the counter must hand the folder over; nil when it has.
    let handOverDue: Instant?
    let directory: AgencyDirectory
    /// Officers and, where they acted themselves, citizens, by the id that the book has.
    let actors: [String: String]
    let persons: [ID<Person>: Person]
    /// Free texts by id; erased ones are not there.
    let texts: [String: String]
    let notes: [DossierNote]
    let files: [StoredFile]
    let looks: [Look]
    let keys: (lookUp: LookUpNumber, token: String)?
    /// The codes of dossiers that are linked with this one.
    let linked: [ID<Dossier>: String]

    /// - Throws: `Problem.notFound` where the officer may not see the dossier.
    static func load(
        _ rooms: Rooms,
        _ context: StaffContext,
        _ id: ID<Dossier>,
        in tx: Transaction
    ) throws -> DossierFacts {
        try load(rooms, DeskFrame.load(rooms, context, in: tx), id, at: context.now, in: tx)
    }

    /// - Throws: `Problem.notFound` where the officer of the frame may not see the dossier.
    static func load(
        _ rooms: Rooms,
        _ frame: DeskFrame,
        _ id: ID<Dossier>,
        at now: Instant,
        in tx: Transaction
    ) throws -> DossierFacts {
        let officer = frame.officer
        let (dossier, history) = try rooms.dossier(id, for: officer, on: now.date, in: tx)
        guard let filing = dossier.filing else { throw Problem.notFound }
        let notes = try DossierStore.notes(of: id, in: tx)
        let files = try Documents.files(of: id.rawValue, in: tx)
        let looks = officer.may(.viewLooks) ? try Looks.all(at: id.rawValue, in: tx) : []
        let actors =
            history.map(\.actor) + notes.map(\.author) + files.map(\.uploader) + looks.map(\.actor)
            + dossier.handOvers.flatMap { [$0.giver, $0.taker].compactMap { $0 } }
            + [dossier.officer, dossier.signature?.officer].compactMap { $0 } + history.compactMap(\.event.toActor)
            + filing.papers.compactMap(\.comparedBy)
        let staff = Set(actors.map(\.rawValue).filter { $0.hasPrefix("stf_") }).map { ID<StaffMember>($0) }
        let names = try StaffStore.names(of: staff, in: tx)
        let people = Set(filing.owners + [filing.submitter])
        let links = dossier.corrections + [filing.corrects].compactMap { $0 }
        var linked: [ID<Dossier>: String] = [:]
        for link in links { linked[link] = try DossierStore.row(link, in: tx)?.code.rawValue }
        var handOverDue: Instant?
        if dossier.status == .received, dossier.pendingHandOver == nil, let received = dossier.receivedAt {
            let counter = try rooms.calendar(of: filing.receiving, on: now.date, in: tx)
            handOverDue = counter.handOverDue(received: received)
        }
        return DossierFacts(
            dossier: dossier,
            filing: filing,
            history: history,
            officer: officer,
            frame: frame,
            now: now,
            procedure: try CatalogueStore.version(id: ID(filing.procedureVersion), in: tx),
            calendar: try rooms.calendar(for: dossier, on: now.date, in: tx),
            handOverDue: handOverDue,
            directory: try rooms.directory(in: tx),
            actors: Dictionary(uniqueKeysWithValues: names.map { ($0.key.rawValue, $0.value) }),
            persons: try PersonStore.load(people, rooms.vault, in: tx),
            texts: try TextStore.read(Array(Set(history.flatMap(\.event.references).map(\.id))).sorted(), in: tx),
            notes: notes,
            files: files,
            looks: looks,
            keys: try DossierStore.keys(of: id, in: tx),
            linked: linked
        )
    }

    /// The name of the procedure in the reader's language.
    func procedureName(_ language: Language) -> String {
        let english = language == .en ? procedure?.nameEnglish : nil
        return english ?? procedure?.name ?? filing.procedureCode
    }

    func text(_ reference: TextReference?) -> String? { reference.flatMap { texts[$0.id] } }

    /// The short name of a unit, as it was called then or is called now.
    func unit(_ id: ID<Agency>?) -> String { id.flatMap { directory[$0]?.shortName } ?? "–" }

    /// The name of whoever acted.
    func name(_ actor: Actor?, _ t: Texts) -> String {
        guard let actor else { return t("folder.nobody") }
        if actor.rawValue.hasPrefix("system:") { return t("folder.system") }
        return actors[actor.rawValue] ?? t("folder.citizen")
    }

    /// The name of a person; who is erased or not named yet is said so.
    func name(_ person: ID<Person>, _ t: Texts) -> String {
        let name = persons[person]?.name ?? ""
        return name.isEmpty ? t("folder.person.erased") : name
    }

    /// The owners' names, or that none has a name yet.
    func owners(_ t: Texts) -> [String] {
        filing.owners.isEmpty ? [t("folder.person.unnamed")] : filing.owners.map { name($0, t) }
    }

    /// Who can say what is meant by the newest request for papers: the specialist who proposed it, or who asked.
    var asker: Actor? {
        for (index, entry) in history.enumerated().reversed() {
            switch entry.event {
            case .supplementAsked:
                guard index > 0, case .supplementProposed = history[index - 1].event else { return entry.actor }
                return history[index - 1].actor
            case .papersAskedAtIntake: return entry.actor
            default: continue
            }
        }
        return nil
    }

    var rules: ProcedureRules { procedure?.rules ?? ProcedureRules() }
}

extension DossierEvent {
    /// The case's name: the key of its words.
    var label: String { Mirror(reflecting: self).children.first?.label ?? "" }

    /// The free texts it refers to, in the order in which they are read.
    var references: [TextReference] {
        switch self {
        case .submitted(let submission): [submission.proof].compactMap { $0 }
        case .received(let reception): [reception.submission.proof].compactMap { $0 }
        case .papersAskedAtIntake(let asked): [asked.request, asked.submission.proof].compactMap { $0 }
        case .refusedAtIntake(let refusal): [refusal.reason, refusal.submission.proof].compactMap { $0 }
        case .handedOver(let handOver): [handOver.note].compactMap { $0 }
        case .stepDone(let done): [done.note].compactMap { $0 }
        case .sentBack(let back): [back.reason]
        case .supplementProposed(let wish): [wish.request]
        case .supplementAsked(let asked): [asked.request]
        case .extended(let extended): [extended.reason]
        case .withdrawn(let closed), .stopped(let closed), .declined(let closed), .voided(let closed): [closed.reason]
        case .reopened(let reopened): [reopened.fault]
        case .returned(let returned): [returned.collector].compactMap { $0 }
        case .rerouted(let rerouted): [rerouted.reason]
        case .slipPrinted(let printed): [printed.replacesBecause].compactMap { $0 }
        case .corrected(let corrected): [corrected.reason, corrected.proof].compactMap { $0 }
        case .undone(let undone): [undone.reason]
        case .correctionOpened(let opened): [opened.fault]
        case .handOverTaken, .reassigned, .supplementBrought, .paymentAsked, .paymentMade, .dueChanged, .resumed,
            .finished, .folderMoved, .originalsGivenBack, .certified:
            []
        }
    }

    /// The officer to whom it gave the work.
    var toActor: Actor? {
        switch self {
        case .reassigned(let reassigned): reassigned.to
        case .stepDone(let done): done.signature?.officer
        default: nil
        }
    }
}

extension DossierFacts {
    /// The new dossier by which a fault of the agency is put right: for the same persons, free, under `procedure`.
    func correctionOrder(under procedure: ProcedureVersion) -> IntakeOrder {
        IntakeOrder(
            answer: .receive,
            procedure: procedure,
            owners: filing.owners,
            unnamedOwner: filing.unnamedOwner,
            submitter: filing.submitter,
            capacity: filing.capacity,
            proof: filing.capacity.needsProof ? text(filing.proof) ?? filing.code.rawValue : "",
            delivery: filing.delivery,
            competent: filing.competent,
            papers: [],
            copies: filing.copies,
            fee: .free,
            limit: dossier.limit,
            pickUp: filing.pickUp
        )
    }
}
