internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Kernel
internal import Register
internal import Storage
internal import Web

/// Which part of which book is wanted.
struct BookQuery: Hashable, Sendable {
    var unit: ID<Agency>
    var year: Int
    /// The last number that is not shown any more.
    var after: Int

    /// Lines of an export at most: more than any unit's year.
    static let exported = 100_000
    static let years = 2000...2100

    /// From the address of the page; nil where it is nonsense.
    init?(_ context: StaffContext) {
        let unit = context.query("unit")
        self.unit = ID(unit.isEmpty ? context.officer.agencyID : unit)
        let year = context.query("year")
        let after = context.query("after")
        guard let number = year.isEmpty ? context.today.year : Digits.value(year.utf8), Self.years.contains(number),
            let last = after.isEmpty ? 0 : Digits.value(after.utf8), last <= Self.exported
        else { return nil }
        self.year = number
        self.after = last
    }

    func path(_ segments: String...) -> Path {
        segments.reduce(Path("desk", "book")) { $0 / $1 }.query("unit", unit.rawValue).query("year", "\(year)")
    }
}

/// A line of the register book in words, in the columns of the form.
struct BookLine: Hashable, Sendable {
    var id: ID<Dossier>
    var number: Int
    var code: String
    var procedure: String
    var sets: Int
    var person: String
    var address: String
    var phone: String
    var maskedPhone: String
    var competent: String
    var received: String
    var due: String
    var forwarded: String
    var result: String
    var returned: String
    var way: String
    var mark: String
    var note: String

    /// The lines of a page of the book, with the texts of `t`.
    static func load(
        _ query: BookQuery,
        limit: Int,
        _ rooms: Rooms,
        _ t: Texts,
        on date: CivilDate,
        in tx: Transaction
    ) throws -> [BookLine] {
        let rows = try RegisterBook.page(of: query.unit, year: query.year, after: query.after, limit: limit, in: tx)
        let ids = rows.flatMap { $0.owners + [$0.submitter] }
        let persons = ids.isEmpty ? [:] : try PersonStore.load(ids, rooms.vault, in: tx)
        let directory = try rooms.directory(in: tx)
        let shelf = try rooms.procedures(on: date, mayLag: true, in: tx)
        return rows.map { row in
            let first = persons[row.owners.first ?? row.submitter]?.details
            let submitter = persons[row.submitter]?.details
            let names = row.owners.compactMap { persons[$0]?.name }.filter { !$0.isEmpty }
            let phone = first?.phone ?? submitter?.phone
            return BookLine(
                id: row.id,
                number: row.number,
                code: row.code.rawValue,
                procedure: shelf[row.procedureCode]?.name ?? row.procedureCode,
                sets: row.sets,
                person: names.isEmpty ? submitter?.name ?? "" : names.joined(separator: "; "),
                address: first?.address ?? submitter?.address ?? "",
                phone: phone?.national ?? "",
                maskedPhone: phone?.masked ?? "",
                competent: directory[row.competent]?.shortName ?? "",
                received: moment(row.receivedAt),
                due: moment(row.dueAt),
                forwarded: moment(row.forwardedAt),
                result: moment(row.resultAt),
                returned: moment(row.closedAt),
                way: row.returnedHow.map { t("delivery.\($0.rawValue)") } ?? "",
                mark: row.mark.map { t("mark.\($0.rawValue)") } ?? "",
                note: note(row, t)
            )
        }
    }

    /// `27/6/2025 08:30`.
    private static func moment(_ instant: Instant?) -> String {
        instant.map { "\($0.date.written) \($0.timeOfDay)" } ?? ""
    }

    /// What a line says that has no ordinary end; a struck-out one keeps its number.
    private static func note(_ row: RegisterBookRow, _ t: Texts) -> String {
        var notes: [String] = []
        if [.withdrawn, .stopped, .voided].contains(row.status) { notes.append(t("status.\(row.status)")) }
        if row.corrects != nil { notes.append(t("desk.book.correction")) }
        return notes.joined(separator: "; ")
    }

    /// The line as the cells of a spreadsheet.
    var cells: [String] {
        [
            "\(number)", code, procedure, "\(sets)", person, address, phone, competent, received, due, forwarded,
            result,
            returned, way, mark, note,
        ]
    }
    /// The keys of the columns' names, in the same order.
    static let columns = [
        "desk.book.number", "desk.col.code", "desk.col.procedure", "desk.book.sets", "desk.col.person",
        "desk.book.address", "desk.col.phone", "desk.book.competent", "desk.book.received", "desk.book.due",
        "desk.book.forwarded", "desk.book.result", "desk.book.returned", "desk.book.way", "desk.book.mark",
        "desk.book.note",
    ]
}
