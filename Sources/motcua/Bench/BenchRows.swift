internal import Kernel
internal import Server
internal import Storage

/// The rows that intakes wrote, and the same rows written straight: the same tables with the same indexes, and no
/// request, no rule, no chain, nothing read.
struct BenchRows: Sendable {
    /// For each dossier what is written.
    let dossiers: [[SQL]]
    var rows: Int { dossiers.isEmpty ? 0 : dossiers.map(\.count).reduce(0, +) / dossiers.count }

    /// Where each table of a SQLite file ends now.
    static func ends(_ database: any Database) async throws -> [String: Int64] {
        try await database.read { tx in
            let tables: [String] = try tx.values("SELECT name FROM sqlite_schema WHERE type = 'table'")
            var ends: [String: Int64] = [:]
            for table in tables { ends[table] = try tx.value("SELECT max(rowid) FROM \(SQL(verbatim: table))") ?? 0 }
            return ends
        }
    }

    /// What was written since `ends`: at most `limit` dossiers of `count`, each with its part of every table's new rows,
    /// and with the three rows that an intake changes: the book's end, the serials of code and register book.
    init(_ database: any Database, since ends: [String: Int64], count: Int, limit: Int = 4000) async throws {
        let taken = max(1, min(count, limit))
        dossiers = try await database.read { tx in
            var dossiers = [[SQL]](repeating: [], count: taken)
            for (table, end) in ends.sorted(by: { $0.key < $1.key }) {
                let name = SQL(verbatim: table)
                let new: Int = try tx.value("SELECT count(*) FROM \(name) WHERE rowid > \(end)") ?? 0
                let each = (new + count / 2) / max(1, count)
                guard each > 0 else { continue }
                let rows = try tx.rows(
                    "SELECT * FROM \(name) WHERE rowid > \(end) ORDER BY rowid LIMIT \(each * taken)"
                )
                for (index, row) in rows.enumerated() {
                    let values = Dictionary(uniqueKeysWithValues: zip(row.columns, row.values))
                    dossiers[min(taken - 1, index / each)].append(.insert(into: table, row: values))
                }
            }
            for index in dossiers.indices {
                let number = SQLValue.int(Int64(index + 1))
                dossiers[index].append(.upsert(into: "book", key: ["one"], row: ["one": .int(1), "position": number]))
                for name in ["code", "book"] {
                    let row: [String: SQLValue] = ["name": .text(name), "last": number]
                    dossiers[index].append(.upsert(into: "dossier_serial", key: ["name"], row: row))
                }
            }
            return dossiers
        }
    }

    /// Writes them into an empty database, one by one and in groups of 64, and tells how fast.
    func figures(_ database: any Database, _ name: String) async throws -> (single: BenchFigure, grouped: BenchFigure) {
        try await database.migrate(Platform.migrations)
        var next = 0
        func written(_ count: Int, group: Int) async throws -> Double {
            let part = Array(dossiers[next..<min(next + count, dossiers.count)])
            next += part.count
            let clock = ContinuousClock()
            let start = clock.now
            for begin in stride(from: 0, to: part.count, by: group) {
                try await database.write("bench.rows") { tx in
                    for sql in part[begin..<min(begin + group, part.count)].joined() { try tx.execute(sql) }
                }
            }
            return (clock.now - start).seconds * Double(count) / Double(max(1, part.count))
        }
        var seconds: (single: [Double], grouped: [Double]) = ([], [])
        let each = (single: max(1, dossiers.count / 30), grouped: max(1, dossiers.count * 3 / 10))
        for _ in 0..<3 {
            seconds.single.append(try await written(each.single, group: 1))
            seconds.grouped.append(try await written(each.grouped, group: 64))
        }
        return (
            .rate("\(name): same \(rows) rows, a transaction each", each: each.single, seconds.single),
            .rate("\(name): same \(rows) rows, 64 in a transaction", each: each.grouped, seconds.grouped)
        )
    }
}
