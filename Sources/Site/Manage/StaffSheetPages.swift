internal import Access
internal import Agencies
internal import Hummingbird
internal import Kernel
internal import Storage
public import Web

/// Officers from a spreadsheet: look at the list with its flaws, take it in, keep the one-time passwords.
///
/// | route | who | what |
/// |---|---|---|
/// | `GET /manage/staff/sheet` | administrators | how the last list stands, and the file |
/// | `POST /manage/staff/sheet` | the same | look at a list, or take it in |
/// | `GET /manage/staff/sheet/example.csv` | the same | a list to begin with |
/// | `POST /manage/staff/sheet/passwords.csv` | who took it in | the passwords as a file |
/// | `POST /manage/staff/sheet/forget` | the same | the passwords are forgotten |
///
/// Passwords are hashed in the background of this process. When it ends in the middle, the same list taken in again
/// goes on where it stopped.
public struct StaffSheetPages: Sendable {
    /// What a list led to, and for whom it may be shown.
    struct Report: Sendable {
        let by: String
        let given: [StaffImport.Given]
        let units: [ID<Agency>: String]
        let added: Int
        let kept: Int
    }
    let rooms: Rooms
    private let job = Job<Report>()
    /// Bytes of a list with its form: a thousand lines are far less.
    static let limit = 2 * 1024 * 1024
    static let root = Path("manage", "staff", "sheet")

    public init(_ rooms: Rooms) { self.rooms = rooms }

    public func addRoutes(to routes: RouteTable) {
        let administrators = Audience.staff(["administrator"])
        routes.get("/manage/staff/sheet", for: administrators) { context in
            context.page(try await page(context, StaffSheetReading()))
        }
        routes.post("/manage/staff/sheet", for: administrators, limit: Self.limit) { form, context in
            try await act(form, context)
        }
        routes.get("/manage/staff/sheet/example.csv", for: administrators) { context in
            let t = context.t
            let heading = StaffSheet.Column.allCases.map { t("manage.sheet.column.\($0.rawValue)") }
            let example = StaffSheet.Column.allCases.map { t("manage.sheet.example.\($0.rawValue)") }
            return Self.csv([heading, example], name: "can-bo.csv")
        }
        routes.post("/manage/staff/sheet/passwords.csv", for: administrators) { _, context in
            guard let report = own(context) else { throw Problem.notFound }
            let t = context.t
            let heading = ["unit", "name", "title", "logIn"].map { t("manage.sheet.column.\($0)") }
            let rows = report.given.map { one in
                [report.units[one.line.unit] ?? "", one.line.name, one.line.title, one.line.logIn, one.password]
            }
            return Self.csv([heading + [t("manage.password.label")]] + rows, name: "mat-khau.csv")
        }
        routes.post("/manage/staff/sheet/forget", for: administrators) { _, context in
            guard own(context) != nil else { throw Problem.notFound }
            job.forget()
            return .redirect(to: Path("manage", "staff").query("done", "sheetForgotten"))
        }
    }

    private static func csv(_ rows: [[String]], name: String) -> Response {
        .file(Array(CSVText.write(rows).utf8), type: "text/csv; charset=utf-8", name: name)
    }

    private var desk: StaffImport { StaffImport(database: rooms.database, world: rooms.world, vault: rooms.vault) }

    /// The finished list of this officer; another's is nobody's business.
    private func own(_ context: StaffContext) -> Report? {
        guard case .done(_, let report) = job.state, report.by == context.officer.staffID else { return nil }
        return report
    }

    private func page(_ context: StaffContext, _ reading: StaffSheetReading) async throws -> HTML {
        let rooms = rooms
        let (frame, reach) = try await rooms.database.read { tx in
            let frame = try DeskFrame.load(rooms, context, current: "manage/staff", in: tx)
            return (frame, try frame.reach(rooms, context, in: tx))
        }
        return staffSheetPage(context, frame, reach, reading, job.state)
    }

    private func act(_ form: FormData, _ context: StaffContext) async throws -> Response {
        let rooms = rooms
        let officer = try await rooms.database.read { tx in try rooms.officer(context, in: tx) }
        let authority = AccountAuthority.officer(officer)
        var reading = StaffSheetReading(form)
        if let bytes = reading.bytes {
            do { reading.plan = try await desk.plan(bytes, by: authority) } catch let refusal as StaffSheet.Refusal {
                reading.refusal = refusal
            }
        }
        guard form.value("do") == "accept", let plan = reading.plan, plan.isGood else {
            let html = try await page(context, reading)
            return reading.isGood ? context.page(html) : context.refused(html)
        }
        guard try await rooms.isFirst(form, context) else { return .redirect(to: Self.root) }
        let units = try await rooms.database.read { tx in
            let directory = try rooms.directory(in: tx)
            return Dictionary(
                plan.lines.map { ($0.unit, directory[$0.unit]?.shortName ?? $0.unit.rawValue) },
                uniquingKeysWith: { first, _ in first }
            )
        }
        let desk = desk
        let by = context.officer.staffID
        job.start(rooms.world) { progress in
            let given = try await desk.carryOut(plan, by: authority, progress: progress)
            let added = plan.newLines.count
            return Report(by: by, given: given, units: units, added: added, kept: plan.lines.count - added)
        }
        return .redirect(to: Self.root)
    }
}

/// A list that was sent, and what was found in it.
struct StaffSheetReading: Sendable {
    private(set) var form = FormData()
    /// The list as it came; it goes with the form as text, so that what was looked at is what is taken in.
    private(set) var bytes: [UInt8]?
    var plan: StaffSheetPlan?
    var refusal: StaffSheet.Refusal?
    var isGood: Bool { plan?.isGood ?? false }
    var text: String { String(decoding: bytes ?? [], as: UTF8.self) }

    init() {}
    init(_ form: FormData) {
        self.form = form
        let file = form.file("list")?.bytes ?? []
        let sent = file.isEmpty ? Array(form.value("rows").utf8) : file
        if sent.isEmpty { self.form.errors.add("list", "manage.sheet.noFile") } else { bytes = sent }
    }
}
