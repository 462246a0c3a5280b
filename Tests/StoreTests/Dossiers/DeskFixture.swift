import Access
import Agencies
import Catalogue
import Dossiers
import Kernel
import LegalClock
import Register
import Storage
import StoreTestSupport
import TestSupport

/// An office with its officers, a clock that stands still and an empty database.
struct DeskFixture {
    static let centre = ID<Agency>("agc_centre")
    static let police = ID<Agency>("agc_police")
    static let reception = Performer(
        actor: Actor("stf_reception"),
        agency: centre,
        roles: [.reception, .resultOfficer]
    )
    static let head = Performer(actor: Actor("stf_head"), agency: centre, roles: [.centreHead])
    static let specialist = Performer(actor: Actor("stf_specialist"), agency: police, roles: [.specialist])
    static let leader = Performer(actor: Actor("stf_leader"), agency: police, roles: [.leader])
    static let clerk = Performer(actor: Actor("stf_clerk"), agency: police, roles: [.clerk])
    static let everybody = [reception, head, specialist, leader, clerk]

    let test = TestWorld(at: "2025-06-27T08:30:00+07:00")
    let database: any Database
    let desk: DossierDesk
    let calendar = WorkCalendar.standard

    init(_ engine: Engine) async throws {
        database = try await engine.database(
            RequestKeys.migrations + Book.migrations + DossierTables.migrations + BagStore.migrations
                + TextStore.migrations
        )
        desk = DossierDesk(database: database, world: test.world)
    }

    static func procedure(
        rules: ProcedureRules = ProcedureRules(),
        fees: [AnnouncedFee] = [],
        channels: [ChannelTerms]? = nil
    ) -> ProcedureVersion {
        let terms = ChannelTerms(channel: .online, limit: .workingDays(1), limitText: "1 ngày làm việc", fees: fees)
        return ProcedureVersion(
            id: ID("prc_1"),
            code: "1.010041",
            name: "Xác nhận thông tin về cư trú",
            field: "Cư trú",
            levels: [.commune],
            channels: channels ?? [terms],
            validFrom: CivilDate(day: 20_000),
            rules: rules
        )
    }

    static func order(
        _ answer: IntakeOrder.Answer = .receive,
        procedure: ProcedureVersion = procedure(),
        owners: [ID<Person>] = [ID("per_child")],
        fee: Fee = .free,
        copies: Int = 1,
        code: DossierCode? = nil,
        corrects: ID<Dossier>? = nil
    ) -> IntakeOrder {
        IntakeOrder(
            answer: answer,
            procedure: procedure,
            owners: owners,
            submitter: ID("per_mother"),
            capacity: .parentOrGuardian,
            proof: "Giấy khai sinh của con",
            competent: police,
            papers: [
                Paper(name: "Tờ khai CT01", form: .original, count: 1),
                Paper(name: "Giấy khai sinh", form: .comparedCopy, count: 1, comparedBy: reception.actor),
            ],
            copies: copies,
            fee: fee,
            code: code,
            corrects: corrects
        )
    }

    func intake(
        _ order: IntakeOrder = order(),
        by performer: Performer = reception,
        key: String
    ) async throws -> ID<Dossier> {
        try await desk.intake(order, by: performer, unitCode: "H28.01", calendar: calendar, key: key)
    }

    @discardableResult
    func act(
        _ form: ActForm,
        _ id: ID<Dossier>,
        _ performer: Performer,
        seen: Int? = nil,
        rules: ProcedureRules = ProcedureRules(),
        key: String? = nil
    ) async throws -> Dossier {
        let key = key ?? "key:\(test.world.newID(.request))"
        return try await desk.act(form, on: id, seen: seen, by: performer, calendar: calendar, rules: rules, key: key)
    }

    func dossier(_ id: ID<Dossier>) async throws -> Dossier {
        let loaded = try await database.read { tx in try DossierStore.load(id, in: tx)?.dossier }
        return loaded ?? Dossier(id: id)
    }

    /// To the police and into a specialist's hands.
    func inProcess(key: String) async throws -> ID<Dossier> {
        let id = try await intake(key: key)
        try await act(.forward(to: Self.police, note: "", bag: ""), id, Self.reception)
        try await act(.take, id, Self.specialist)
        return id
    }
    func finished(key: String, copies: Int = 1) async throws -> ID<Dossier> {
        let id = try await intake(Self.order(copies: copies), key: key)
        try await act(.forward(to: Self.police, note: "", bag: ""), id, Self.reception)
        try await act(.take, id, Self.specialist)
        try await act(.completeStep(opinion: .granted, note: "", block: "", seen: true), id, Self.specialist)
        try await act(.completeStep(opinion: .granted, note: "", block: "TRƯỞNG CÔNG AN", seen: true), id, Self.leader)
        try await act(.finish(number: "12/XN", file: nil), id, Self.clerk)
        try await act(.take, id, Self.reception)
        return id
    }
    static func give(_ copies: Int = 1) -> ActForm {
        .returnResult(
            collector: "",
            isSubmitter: true,
            proof: .identityCard,
            how: .counter,
            copies: copies,
            mark: .signature,
            slipLost: false
        )
    }
    func returned(key: String) async throws -> ID<Dossier> {
        let id = try await finished(key: key)
        try await act(Self.give(), id, Self.reception)
        return id
    }

    /// Every row of the derived tables as it stands, and as the book says it must be.
    func differences() async throws -> [String] {
        try await database.read { tx in
            var entries: [Entry] = []
            while true {
                let more = try Book.entries(after: entries.last?.position ?? 0, limit: 500, in: tx)
                if more.isEmpty { break }
                entries += more
            }
            let chains = Dictionary(grouping: entries, by: \.subject)
            let rebuilds: [any Rebuildable] = [DossierRebuild(), BagRebuild()]
            var found: [String] = []
            for rebuild in rebuilds {
                var wanted: [String: Set<[String: SQLValue]>] = [:]
                for (subject, chain) in chains where subject.hasPrefix(rebuild.subjectPrefix) {
                    for (table, rows) in try rebuild.rows(from: chain) { wanted[table, default: []].formUnion(rows) }
                }
                for table in rebuild.derivedTables {
                    let rows = try Self.rows(of: table.name, in: tx)
                    let stored = Set(rows.map { Dictionary(uniqueKeysWithValues: zip($0.columns, $0.values)) })
                    let expected = wanted[table.name] ?? []
                    for row in stored.symmetricDifference(expected) { found.append("\(table.name): \(row)") }
                }
            }
            return found
        }
    }
    private static func rows(of table: String, in tx: Transaction) throws -> [Row] {
        switch table {
        case "dossier": try tx.rows("SELECT * FROM dossier")
        case "dossier_owner": try tx.rows("SELECT * FROM dossier_owner")
        case "certification": try tx.rows("SELECT * FROM certification")
        case "bag": try tx.rows("SELECT * FROM bag")
        case "bag_dossier": try tx.rows("SELECT * FROM bag_dossier")
        default: throw StorageError.missing(table)
        }
    }
}
