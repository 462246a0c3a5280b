internal import Access
internal import Agencies
internal import Dossiers
internal import Foundation
internal import Kernel
internal import Register
internal import Server
internal import Storage

/// One size of a house on one engine: built in bulk, asked, verified, thrown away.
struct BenchLarge: Sendable {
    /// Dossiers through the real rules act by act, of every size, so that the desks have their usual work.
    private static let throughRules = 2000
    private static let questions = 300
    private static let page = 20
    /// Where PostgreSQL's tables are made; they are dropped afterwards.
    static let schema = "motcua_bench_large"

    let folder: String
    let database: String?
    let dossiers: Int
    let say: @Sendable (String) -> Void
    private var path: String { "\(folder)/house-\(dossiers)" }

    /// Everything about this size, and nothing of it left behind.
    func run() async throws -> LargeSize {
        let settings = Settings(
            keys: DataFolder.keysBeside(path),
            database: database,
            schema: database == nil ? nil : Self.schema
        )
        let count = min(Self.throughRules, dossiers / 2)
        let builder = DemoBuilder(
            today: CivilDate(2025, 6, 27),
            seed: 17,
            count: count,
            bulk: dossiers - count,
            say: say
        )
        var size = LargeSize(engine: database == nil ? "sqlite" : "postgres", dossiers: dossiers)
        defer { for name in [path, path + "-keys"] { try? FileManager.default.removeItem(atPath: name) } }
        let built = try await Self.timed { _ = try await builder.build(path, settings) }
        size.buildSeconds = built
        var options = StorageOptions()
        options.statementMilliseconds = 3_600_000
        let platform = try Platform(try await DataFolder.open(path, options: options))
        do {
            if database != nil { try await platform.database.write("analyze") { tx in try tx.execute("ANALYZE") } }
            size.bytes = try await bytes(platform.database)
            say("questions…")
            size.questions = try await ask(platform)
            say("verify, rebuild --check…")
            try await check(platform, &size)
        } catch {
            try? await Self.drop(platform.database)
            throw error
        }
        try await Self.drop(platform.database)
        return size
    }

    /// Nobody else's tables are in this schema: making it refuses one that is there.
    private static func drop(_ database: any Database) async throws {
        guard database.dialect == .postgres else { return }
        try await database.write("drop") { tx in try tx.execute("DROP SCHEMA motcua_bench_large CASCADE") }
    }

    private func bytes(_ database: any Database) async throws -> Int64 {
        if database.dialect == .sqlite {
            let attributes = try FileManager.default.attributesOfItem(atPath: path + "/motcua.sqlite")
            return (attributes[.size] as? NSNumber)?.int64Value ?? 0
        }
        return try await database.read { tx in
            try tx.value(
                """
                SELECT CAST(sum(pg_total_relation_size(c.oid)) AS BIGINT) FROM pg_class c
                JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() AND c.relkind = 'r'
                """
            ) ?? 0
        }
    }

    private func check(_ platform: Platform, _ size: inout LargeSize) async throws {
        let verify = Verify(database: platform.database, vault: platform.vault, publicKeys: platform.publicKeys)
        size.verifySeconds = try await Self.timed {
            let report = try await verify.run()
            guard report.isWhole else { throw Self.broken }
            size.entries = report.entries
        }
        let rebuild = Rebuild(database: platform.database, rebuilders: Platform.rebuilders)
        size.rebuildSeconds = try await Self.timed {
            guard try await rebuild.check().isSame else { throw Self.broken }
        }
    }
    private static let broken = CommandFailure(
        vi: "Sổ vừa ghi không khớp: đây là lỗi, không phải số đo.",
        en: "The book just written does not agree: a fault, not a figure."
    )

    private static func timed(_ body: () async throws -> Void) async rethrows -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        try await body()
        return (clock.now - start).seconds
    }

    // MARK: Questions

    /// A dossier that somebody asks for, with what they know of it.
    private struct Subject: Sendable {
        var row: DossierRow
        var number: String
        /// Family name and what follows, as much as one types.
        var name: String
    }

    private func ask(_ platform: Platform) async throws -> [LargeQuestion] {
        let subjects = try await subjects(platform)
        let vault = platform.vault
        let now = Instant(CivilDate(2025, 6, 27) ?? CivilDate(day: 0), minute: 480)
        // The greatest house: its lists and names fill a page at every size.
        let counts = Dictionary(grouping: subjects, by: \.row.receiving).mapValues(\.count)
        guard let centre = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key else { return [] }
        let page = Self.page
        @Sendable func lines(_ rows: [DossierRow], _ tx: Transaction) throws -> Int {
            let owners = try DossierStore.owners(of: rows.map(\.id), in: tx)
            let persons = Set(owners.values.joined()).union(rows.map(\.submitter))
            return try PersonStore.names(of: persons, in: tx).count
        }
        let lists: [DossierList] = [.inWork, .overdue(at: now), .toForward, .toReturn]
        return [
            try await measure("work list", platform, subjects) { index, _, tx in
                let list = lists[index % lists.count]
                let rows = try DossierStore.list(list, of: centre, limit: page, in: tx)
                return try lines(rows, tx) + DossierStore.count(list, of: centre, in: tx)
            },
            try await measure("search by code", platform, subjects) { _, it, tx in
                guard let id = try DossierStore.find(code: it.row.code, in: tx),
                    let row = try DossierStore.row(id, in: tx)
                else { return 0 }
                return try lines([row], tx)
            },
            try await measure("search by identity number", platform, subjects) { _, it, tx in
                let persons = try PersonStore.find(number: it.number, vault, in: tx)
                let all = try persons.flatMap { try PersonStore.same(as: $0.id, in: tx) }
                return try lines(try DossierStore.find(persons: all, limit: page, in: tx), tx)
            },
            try await measure("search by name in a unit", platform, subjects) { _, it, tx in
                let persons = try PersonStore.find(name: it.name, units: [centre], vault, in: tx).prefix(page)
                return try lines(try DossierStore.find(persons: persons.map(\.id), limit: page, in: tx), tx)
            },
            try await measure("tracking", platform, subjects) { _, it, tx in
                try LookUp.track(code: it.row.code.rawValue, answer: it.number, in: tx) { number, persons in
                    let found = try PersonStore.find(number: number, vault, in: tx)
                    return found.contains { persons.contains($0.id) }
                } == nil ? 0 : 1
            },
        ]
    }

    /// Dossiers from all over the book.
    private func subjects(_ platform: Platform) async throws -> [Subject] {
        let vault = platform.vault
        let wanted = Self.questions
        return try await platform.database.read { tx in
            var dice = SeededGenerator(7)
            let last = try Book.position(in: tx)
            var subjects: [Subject] = []
            while subjects.count < wanted {
                let position = Int64.random(in: 0..<last, using: &dice)
                guard let entry = try Book.entries(after: position, limit: 1, in: tx).first,
                    entry.subject.hasPrefix("dsr_"), let row = try DossierStore.row(ID(entry.subject), in: tx),
                    let person = try PersonStore.load(row.submitter, vault, in: tx)
                else { continue }
                let words = person.name.split(separator: " ")
                let name = words.prefix(1).joined() + " " + (words.dropFirst().first?.prefix(1) ?? "")
                subjects.append(Subject(row: row, number: person.details.identity.text, name: name))
            }
            return subjects
        }
    }

    /// Each question is a read of its own, as a page asks it; the first tenth warms up.
    private func measure(
        _ name: String,
        _ platform: Platform,
        _ subjects: [Subject],
        _ question: @escaping @Sendable (Int, Subject, Transaction) throws -> Int
    ) async throws -> LargeQuestion {
        var seconds: [Double] = []
        var rows = 0
        for (index, subject) in (subjects.prefix(subjects.count / 10) + subjects).enumerated() {
            var found = 0
            let time = try await Self.timed {
                found = try await platform.database.read { tx in try question(index, subject, tx) }
            }
            guard index >= subjects.count / 10 else { continue }
            seconds.append(time)
            rows += found
        }
        let sorted = seconds.sorted()
        return LargeQuestion(
            name: name,
            medianMicroseconds: (sorted.isEmpty ? 0 : sorted[sorted.count / 2]) * 1e6,
            perSecond: Double(seconds.count) / max(seconds.reduce(0, +), 1e-9),
            meanRows: Double(rows) / Double(max(1, seconds.count))
        )
    }
}
