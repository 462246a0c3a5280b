internal import Access
internal import Dossiers
internal import Kernel
internal import Register
internal import Storage

/// Writes a bulk's days, each made while the one before it is being written.
struct BulkWriter {
    private var bulk: DemoBulk
    private let days: [CivilDate]
    private let total: Int
    private let database: any Database
    private let say: @Sendable (String) -> Void
    /// Days and dossiers made so far.
    private var (made, dossiers) = (0, 0)
    private var told = 0

    /// - Parameters:
    ///   - days: the working days over which `total` dossiers are spread.
    ///   - say: hears how far it is.
    init(
        _ bulk: DemoBulk,
        days: [CivilDate],
        total: Int,
        database: any Database,
        say: @escaping @Sendable (String) -> Void
    ) {
        self.bulk = bulk
        self.days = days
        self.total = total
        self.database = database
        self.say = say
    }

    /// Writes what happens before `date`. Between two calls others may write to the book.
    mutating func write(before date: CivilDate) async throws {
        guard made < days.count, days[made] < date else { return }
        let names = bulk.serialNames(of: days[made].year)
        let (position, serials) = try await database.read { tx in
            (try Book.position(in: tx), try DossierStore.serials(names, in: tx))
        }
        bulk.take(serials)
        try await write(after: position) { $0 < date }
    }

    /// Writes the rest, with everything that is still under way and happens before the history's end.
    mutating func finish(on last: CivilDate) async throws {
        try await write(before: last.adding(days: 1))
        let position = try await database.read { tx in try Book.position(in: tx) }
        let rest = try bulk.day(last, count: 0, after: position)
        try await Self.write(rest, to: database)
        say("\(dossiers) hồ sơ viết hàng loạt, dossiers in bulk")
    }

    private mutating func write(after start: Int64, _ isWanted: (CivilDate) -> Bool) async throws {
        var position = start
        var writing: Task<Void, any Error>?
        while made < days.count, isWanted(days[made]) {
            made += 1
            let count = total * made / days.count - dossiers
            let day = try bulk.day(days[made - 1], count: count, after: position)
            dossiers += count
            position += Int64(day.entries.count)
            try await writing?.value
            let database = database
            writing = Task { try await Self.write(day, to: database) }
            if dossiers >= told + 50_000 {
                told = dossiers / 50_000 * 50_000
                say("\(told) hồ sơ… dossiers…")
            }
        }
        try await writing?.value
    }

    /// One day, all of it or nothing.
    private static func write(_ day: BulkDay, to database: any Database) async throws {
        try await database.write("demo.bulk") { tx in
            try Book.append(chained: day.entries, in: tx)
            try PersonStore.insert(day.persons, in: tx)
            try DossierStore.insert(day.dossiers, in: tx)
            try DossierStore.setSerials(day.serials, in: tx)
        }
    }

    /// The tables that are filled; their indexes rest while nobody reads.
    static let tables = Book.bulkTables + PersonStore.bulkTables + DossierStore.bulkTables
}
