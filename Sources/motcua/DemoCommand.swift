internal import ArgumentParser
internal import Kernel
internal import Server

/// `motcua demo`: a data folder of invented people in real units.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Dựng dữ liệu demo Hòa Bình rồi thoát. Build the Hòa Bình demo and exit.",
        discussion: """
            Đơn vị có thật; người, số định danh, mã hồ sơ đều bịa. Cùng --seed cho cùng một sổ. Units are real; persons, \
            identity numbers and dossiers are invented. The same --seed gives the same book.
            """
    )
    @OptionGroup var place: PlaceOptions
    @Option(help: "Số gieo. The seed.") var seed: UInt64 = 17
    @Option(help: "Số hồ sơ trong ba tháng. Dossiers in three months of history.") var dossiers = 20_000
    @Option(
        help: """
            Tổng số hồ sơ; quá 20.000 thì phần còn lại ghi hàng loạt. Dossiers in all; those beyond 20,000 are written in \
            bulk over three years.
            """
    )
    var scale: Int?
    @Option(help: "Ngày của demo (YYYY-MM-DD), hoặc now: 46 xã, phường hiện nay. The demo's day, or now.")
    var today = "2025-06-27"
    @Flag(help: "Xóa demo cũ trong thư mục rồi dựng lại. Delete an older demo in the folder and build anew.")
    var force = false
    @Flag(help: "Không báo tiến độ. Say nothing while it works.") var quiet = false

    func validate() throws {
        guard today == "now" || CivilDate(iso: today) != nil else {
            throw ValidationError("--today YYYY-MM-DD | now")
        }
        guard DemoBuilder.dossiers.contains(dossiers) else {
            throw ValidationError(
                "--dossiers \(DemoBuilder.dossiers.lowerBound)–\(DemoBuilder.dossiers.upperBound)"
            )
        }
        guard scale.map(DemoBuilder.scale.contains) ?? true else {
            throw ValidationError("--scale \(DemoBuilder.scale.lowerBound)–\(DemoBuilder.scale.upperBound)")
        }
    }

    func run() async throws {
        let quiet = quiet
        let count = scale.map { min($0, DemoBuilder.throughRules) } ?? dossiers
        let bulk = (scale ?? count) - count
        let builder = DemoBuilder(today: CivilDate(iso: today), seed: seed, count: count, bulk: bulk) { text in
            if !quiet { Terminal.note(text) }
        }
        if force { try await DemoBuilder.remove(place.data) }
        let settings = try await builder.build(place.data, place.settings())
        if let demo = settings.demo { Terminal.line(DemoWords.logIns(demo)) }
        Terminal.line("motcua serve --data \(place.data)")
    }
}

/// What is said about the demo's log-ins.
enum DemoWords {
    static func logIns(_ demo: DemoSettings) -> String {
        let width = demo.logIns.map(\.logIn.count).max() ?? 0
        let lines = demo.logIns.map { it in
            let gap = String(repeating: " ", count: width - it.logIn.count + 2)
            return "  \(it.logIn)\(gap)\(it.name), \(it.title), \(it.agency)"
        }
        return """
            Demo ngày \(demo.today.written). Mật khẩu chung, the password of all: \(DemoSettings.password)
            \(lines.joined(separator: "\n"))
            """
    }
}
