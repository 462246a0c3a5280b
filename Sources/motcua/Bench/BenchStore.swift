internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Foundation
internal import Kernel
internal import LegalClock
internal import Register
internal import Server
internal import Storage
internal import StorageSQLite

/// Intake through the real rules into a SQLite file with `synchronous = FULL`, and the register over what it wrote.
struct BenchStore: Sendable {
    let platform: Platform
    /// The plain file beside it, in the same folder of the same disk.
    let plain: any Database
    private static let centre = ID<Agency>("agc_bench")
    private static let repetitions = 3

    init(_ path: String) async throws {
        let settings = Settings(keys: DataFolder.keysBeside(path))
        let world = SystemClock.world()
        platform = try Platform(try await DataFolder.make(path, settings, secret: world.secret))
        plain = try SQLiteDatabase(path: path + "/plain.sqlite")
        try await plain.write { tx in
            try tx.execute(
                "CREATE TABLE bench_row (id TEXT NOT NULL PRIMARY KEY, subject TEXT NOT NULL, body TEXT NOT NULL)"
            )
            try tx.execute("CREATE INDEX bench_row_subject ON bench_row (subject)")
        }
    }

    func version() async throws -> String {
        try await plain.read { tx in try tx.value("SELECT sqlite_version()") ?? "" }
    }

    func figures() async throws -> [BenchFigure] {
        let before = try await size()
        var intakes: [(tasks: Int, each: Int, seconds: [Double])] = []
        for (tasks, each) in [(1, 128), (16, 512), (64, 1024)] {
            var seconds: [Double] = []
            for turn in 0..<Self.repetitions {
                seconds.append(try await timed { try await intake(each, tasks: tasks, "\(tasks)-\(turn)") })
            }
            intakes.append((tasks, each, seconds))
        }
        let after = try await size()
        let dossiers = intakes.map { $0.each * Self.repetitions }.reduce(0, +)
        let shape = BenchShape(
            rows: max(1, Int((after.rows - before.rows) / Int64(dossiers))),
            bytes: max(1, Int((after.bytes - before.bytes) / Int64(dossiers)))
        )
        var figures: [BenchFigure] = []
        for (group, each) in [(1, 128), (64, 1024)] {
            var seconds: [Double] = []
            for turn in 0..<Self.repetitions {
                seconds.append(try await timed { try await write(each, group: group, shape, "\(group)-\(turn)") })
            }
            let size = "\(shape.rows) rows, \(shape.bytes) bytes each"
            let name = group == 1 ? "plain SQL, a transaction each" : "plain SQL, \(group) in a transaction"
            figures.append(.rate("\(name) (\(size))", each: each, seconds))
        }
        let single = figures.first
        for it in intakes {
            let name = "intake, \(it.tasks) at once"
            figures.append(BenchFigure.rate(name, each: it.each, it.seconds).beside(single))
        }
        return figures + (try await register())
    }

    /// Rows written by the writing connection so far, and the size of the file.
    private func size() async throws -> (rows: Int64, bytes: Int64) {
        try await platform.database.write("bench.size") { tx in
            let rows: Int64 = try tx.value("SELECT total_changes()") ?? 0
            let bytes: Int64 =
                try tx.value("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()") ?? 0
            return (rows, bytes)
        }
    }

    private func timed(_ body: () async throws -> Void) async rethrows -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        try await body()
        return (clock.now - start).seconds
    }

    // MARK: Writing

    private func intake(_ count: Int, tasks: Int, _ mark: String) async throws {
        let desk = DossierDesk(database: platform.database, world: platform.world)
        let order = Self.order()
        let performer = Performer(actor: Actor("stf_bench"), agency: Self.centre, roles: [.reception])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<tasks {
                group.addTask {
                    for number in 0..<(count / tasks) {
                        _ = try await desk.intake(
                            order,
                            by: performer,
                            unitCode: "H28.01",
                            calendar: .standard,
                            key: "bench-\(mark)-\(task)-\(number)"
                        )
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private static func order() -> IntakeOrder {
        let terms = ChannelTerms(channel: .online, limit: .workingDays(1), limitText: "1 ngày làm việc", fees: [])
        let procedure = ProcedureVersion(
            id: ID("prc_bench"),
            code: "1.010041",
            name: "Xác nhận thông tin về cư trú",
            field: "Cư trú",
            levels: [.commune],
            channels: [terms],
            validFrom: CivilDate(day: 20_000),
            rules: ProcedureRules()
        )
        return IntakeOrder(
            answer: .receive,
            procedure: procedure,
            owners: [ID("per_child")],
            submitter: ID("per_mother"),
            capacity: .parentOrGuardian,
            proof: "Giấy khai sinh của con",
            competent: centre,
            papers: [
                Paper(name: "Tờ khai CT01", form: .original, count: 1),
                Paper(name: "Giấy khai sinh", form: .original, count: 1),
            ],
            fee: .free
        )
    }

    private func write(_ count: Int, group: Int, _ shape: BenchShape, _ mark: String) async throws {
        let body = String(repeating: "x", count: max(1, shape.bytes / shape.rows - BenchShape.keys))
        for start in stride(from: 0, to: count, by: group) {
            try await plain.write("bench.plain") { tx in
                for dossier in start..<min(start + group, count) {
                    for row in 0..<shape.rows {
                        let (id, subject) = ("\(mark)-\(dossier)-\(row)", "\(mark)-\(dossier)")
                        try tx.execute(
                            "INSERT INTO bench_row (id, subject, body) VALUES (\(id), \(subject), \(body))"
                        )
                    }
                }
            }
        }
    }

    // MARK: Register

    private func register() async throws -> [BenchFigure] {
        let verify = Verify(database: platform.database, vault: platform.vault, publicKeys: platform.publicKeys)
        let rebuild = Rebuild(database: platform.database, rebuilders: Platform.rebuilders)
        var (entries, subjects) = (0, 0)
        var times: (verify: [Double], rebuild: [Double]) = ([], [])
        for _ in 0..<Self.repetitions {
            times.verify.append(
                try await timed {
                    let report = try await verify.run()
                    guard report.isWhole else { throw Self.broken }
                    entries = Int(report.entries)
                }
            )
            times.rebuild.append(
                try await timed {
                    let report = try await rebuild.check()
                    guard report.isSame else { throw Self.broken }
                    subjects = report.subjects
                }
            )
        }
        return [
            .rate("register verify, entries", each: entries, times.verify),
            .rate("register rebuild check, subjects", each: subjects, times.rebuild),
        ]
    }

    private static let broken = CommandFailure(
        vi: "Sổ vừa ghi không khớp: đây là lỗi, không phải số đo.",
        en: "The book just written does not agree: a fault, not a figure."
    )
}

/// What one intake writes: plain SQL is given as many rows and bytes.
struct BenchShape: Sendable {
    /// About what key, subject and their two indexes take of a row's bytes.
    static let keys = 60
    var rows: Int
    var bytes: Int
}
