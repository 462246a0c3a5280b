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
    /// The file beside it, on the same disk, into which the same rows are written straight.
    private let straight: any Database
    private static let centre = ID<Agency>("agc_bench")
    private static let repetitions = 3

    init(_ path: String) async throws {
        let settings = Settings(keys: DataFolder.keysBeside(path))
        let world = SystemClock.world()
        platform = try Platform(try await DataFolder.make(path, settings, secret: world.secret))
        straight = try SQLiteDatabase(path: path + "/straight.sqlite")
    }

    func version() async throws -> String {
        try await straight.read { tx in try tx.value("SELECT sqlite_version()") ?? "" }
    }

    func figures() async throws -> [BenchFigure] {
        let ends = try await BenchRows.ends(platform.database)
        var intakes: [(tasks: Int, each: Int, seconds: [Double])] = []
        for (tasks, each) in [(1, 128), (16, 512), (64, 1024)] {
            var seconds: [Double] = []
            for turn in 0..<Self.repetitions {
                seconds.append(try await timed { try await intake(each, tasks: tasks, "\(tasks)-\(turn)") })
            }
            intakes.append((tasks, each, seconds))
        }
        let dossiers = intakes.map { $0.each * Self.repetitions }.reduce(0, +)
        let rows = try await BenchRows(platform.database, since: ends, count: dossiers)
        let straight = try await rows.figures(straight, "SQL")
        var figures = [straight.single, straight.grouped]
        for it in intakes {
            let name = "DossierDesk.intake, \(it.tasks) at once"
            figures.append(BenchFigure.rate(name, each: it.each, it.seconds).beside(straight.single))
        }
        return figures + (try await register())
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
