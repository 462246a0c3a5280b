public import Access
public import Agencies
public import Catalogue
public import Documents
public import Dossiers
public import Kernel
public import LegalClock
public import Register
public import Storage
public import Web

/// Everything the pages stand on, put together once in `Server`. A value: pages keep a copy.
public struct Rooms: Sendable {
    public let database: any Database
    public let world: World
    public let vault: Vault
    public let files: FileStore
    /// The address people reach the site by, without a slash at its end; it stands in QR codes.
    public let publicURL: String
    public let calendars = CalendarCache()
    public let directories = Revisioned<AgencyDirectory>("agencies") { try AgencyDirectory.load(in: $0) }
    public let catalogue: CatalogueCache

    public init(
        database: any Database,
        world: World,
        vault: Vault,
        files: FileStore,
        publicURL: String,
        synonyms: Synonyms = .none
    ) {
        self.database = database
        self.world = world
        self.vault = vault
        self.files = files
        self.publicURL = publicURL
        catalogue = CatalogueCache(synonyms: synonyms)
    }

    public var dossiers: DossierDesk { DossierDesk(database: database, world: world) }
    public var persons: PersonDesk { PersonDesk(database: database, world: world, vault: vault) }
    public var signIn: SignIn { SignIn(database: database, world: world, vault: vault) }

    public func directory(in tx: Transaction) throws -> AgencyDirectory { try directories.value(in: tx) }

    /// The procedures in force on `date` with the finder over them; with `mayLag`, perhaps those of before a change that
    /// was made this moment.
    public func procedures(on date: CivilDate, mayLag: Bool = false, in tx: Transaction) throws -> ProcedureShelf {
        try catalogue.shelf(on: date, mayLag: mayLag, in: tx)
    }

    /// The working calendar of `agency`, its own or that of a unit above it.
    public func calendar(of agency: ID<Agency>, on date: CivilDate, in tx: Transaction) throws -> WorkCalendar {
        let above = try directory(in: tx).ancestors(of: agency, on: date).map(\.id)
        return try calendars.calendar(lineage: [agency] + above, in: tx)
    }

    /// The calendar by which the clock of `dossier` runs, the same at intake, on every page and when due dates are
    /// computed again: that of the unit which was competent at the reception.
    public func calendar(for dossier: Dossier, on date: CivilDate, in tx: Transaction) throws -> WorkCalendar {
        guard let unit = dossier.clockAgency else { return try calendars.calendar(lineage: [], in: tx) }
        return try calendar(of: unit, on: date, in: tx)
    }

    /// The calendars of all dossiers, for work that runs outside a transaction.
    public func clockCalendars(on date: CivilDate, in tx: Transaction) throws -> ClockCalendars {
        let units = try directory(in: tx).all(on: date).map(\.id)
        let calendars = try units.map { try calendar(of: $0, on: date, in: tx) }
        return ClockCalendars(
            national: try self.calendars.calendar(lineage: [], in: tx),
            units: Dictionary(zip(units, calendars)) { first, _ in first }
        )
    }
}

/// What `Rooms.calendar(for:on:in:)` says of every dossier, on one day.
public struct ClockCalendars: Sendable {
    let national: WorkCalendar
    let units: [ID<Agency>: WorkCalendar]
    public func calendar(for dossier: Dossier) -> WorkCalendar {
        dossier.clockAgency.flatMap { units[$0] } ?? national
    }
}

extension Rooms {
    /// The officer behind a staff page, with the roles of today.
    ///
    /// - Throws: `Problem.signInNeeded` when the roles ended since the session was resolved.
    public func officer(_ context: StaffContext, in tx: Transaction) throws -> Officer {
        let id = ID<StaffMember>(context.officer.staffID)
        guard let member = try StaffStore.load(id, in: tx),
            let officer = Officer(member, acting: ID(context.officer.agencyID), on: context.today)
        else { throw Problem.signInNeeded }
        return officer
    }

    /// Which units' dossiers the officer sees.
    public func scope(_ officer: Officer, on date: CivilDate, in tx: Transaction) throws -> DossierScope {
        DossierScope(officer, try directory(in: tx), on: date)
    }

    /// A dossier with its history, if the officer may see it; else it does not exist.
    ///
    /// - Throws: `Problem.notFound`.
    public func dossier(
        _ id: ID<Dossier>,
        for officer: Officer,
        on date: CivilDate,
        in tx: Transaction
    ) throws -> (dossier: Dossier, history: [DossierEntry]) {
        guard let found = try DossierStore.load(id, in: tx), let filing = found.dossier.filing,
            try scope(officer, on: date, in: tx).sees(
                [
                    filing.supporting, filing.receiving, filing.competent, found.dossier.holder,
                    found.dossier.pendingHandOver?.to,
                ]
            )
        else { throw Problem.notFound }
        return found
    }
}

extension Officer {
    /// The officer as the rules of a dossier know one, for the unit they act for.
    public var performer: Performer { Performer(actor: actor, agency: agency, roles: rolesHere) }
}
